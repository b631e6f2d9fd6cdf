import { createInterface } from 'node:readline';

/** Asks on the terminal, beside what the command prints. Empty where the person goes away: Ctrl-C, Ctrl-D. */
function askOnTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    terminal.once('close', () => resolve(''));
    terminal.question(question, (answer) => {
      resolve(answer);
      terminal.close();
    });
  });
}

/** Null: there is no terminal, or the question would not be seen on it. */
export function terminal(): ((question: string) => Promise<string>) | null {
  return process.stdin.isTTY === true && process.stderr.isTTY === true ? askOnTerminal : null;
}
