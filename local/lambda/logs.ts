/** One line that a function, or the platform about it, wrote. */
export type LogLine = { functionId: string; at: Date; line: string };

export type Logs = {
  write: (functionId: string, line: string) => void;
  /** Lines kept, oldest first; of one function (construct id) or of all. */
  lines: (functionId?: string) => LogLine[];
};

/** Lines kept in memory; nothing is written to disk. */
const keep = 20_000;

/** Keeps the newest lines of the functions that may write their log. */
export function logs(options: {
  now: () => number;
  allowed: (functionId: string) => Promise<boolean>;
}): Logs {
  let kept: LogLine[] = [];
  let order = Promise.resolve();
  return {
    write(functionId, line) {
      const at = new Date(options.now());
      order = order.then(async () => {
        if (!(await options.allowed(functionId))) return;
        kept.push({ functionId, at, line });
        if (kept.length > keep * 2) kept = kept.slice(-keep);
      });
    },
    lines: (functionId) => kept.slice(-keep).filter((line) => !functionId || line.functionId === functionId),
  };
}
