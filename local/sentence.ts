/** An error for whoever uses the command: its message says in Spanish what is wrong and what to do. */
export class Sentence extends Error {
  override readonly name: string = 'Sentence';
}
