import type { Alarm, Clock } from './clock.ts';
import { nextTime } from './schedule-expression.ts';
import type { Stack } from './template/stack.ts';

export type Scheduler = {
  /**
   * Runs a schedule's target now, as if its time had come.
   * @throws Error when the template has no such schedule.
   */
  run: (constructId: string) => Promise<void>;
  close: () => void;
};

type Schedule = Stack['schedules'][number];

/**
 * Starts the template's schedules on the clock. A target is invoked asynchronously, in the name of the schedule's role.
 * Source: EventBridge Scheduler user guide, "Adding context attributes", "Schedule types".
 */
export function startScheduler(options: {
  stack: Stack;
  clock: Clock;
  invokeLater: (functionArn: string, event: string) => void;
  /** The sentence of a refusal, or null. */
  authorise: (roleArn: string, action: string, functionArn: string) => Promise<string | null>;
  /** Told of a target that could not be invoked. */
  refused: (schedule: Schedule, message: string) => void;
}): Scheduler {
  const { stack, clock } = options;
  const alarms = new Map<Schedule, Alarm>();
  let executions = 0;

  const start = async (schedule: Schedule, scheduledFor: number): Promise<void> => {
    const { Arn, RoleArn, Input = '{}' } = schedule.properties.Target;
    const refusal = await options.authorise(RoleArn, 'lambda:InvokeFunction', Arn);
    if (refusal) return options.refused(schedule, refusal);
    const scheduled = new Date(scheduledFor).toISOString().replace(/\.\d+Z$/, 'Z');
    options.invokeLater(
      Arn,
      Input.replaceAll('<aws.scheduler.scheduled-time>', scheduled)
        .replaceAll('<aws.scheduler.execution-id>', `local-${++executions}`)
        .replaceAll('<aws.scheduler.attempt-number>', '1')
        .replaceAll('<aws.scheduler.schedule-arn>', schedule.arn),
    );
  };

  const arm = (schedule: Schedule): void => {
    const { ScheduleExpression, ScheduleExpressionTimezone } = schedule.properties;
    const time = nextTime(ScheduleExpression, ScheduleExpressionTimezone, clock.now());
    if (time === null) return;
    const alarm = clock.at(time, () => {
      arm(schedule);
      return start(schedule, time);
    });
    alarms.set(schedule, alarm);
  };

  for (const schedule of stack.schedules) if (schedule.properties.State === 'ENABLED') arm(schedule);

  return {
    async run(constructId) {
      const schedule = stack.schedules.find((item) => item.constructId === constructId);
      if (!schedule) throw new Error(`The template has no schedule ${constructId}`);
      await start(schedule, clock.now());
    },
    close() {
      for (const alarm of alarms.values()) alarm.cancel();
    },
  };
}
