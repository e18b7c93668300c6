// A peer of the tests: takes {"id", "do", ...} as a line, answers {"id", "answer"} or {"id", "error"} as a line, and ends with its input.
import { createInterface } from 'node:readline';

// Only answers go to the output: whatever libraries have to say goes beside it.
console.log = console.info = console.error;

export function serve(commands) {
  createInterface({ input: process.stdin }).on('line', async (line) => {
    const { id, do: name, ...parameters } = JSON.parse(line);
    try {
      say({ id, answer: (await commands[name](parameters)) ?? null });
    } catch (error) {
      say({ id, error: error.stack });
    }
  }).on('close', () => process.exit(0));
}

function say(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
