// The conformance suite of the Model Context Protocol. It is made for Node.js 22; all that it lacks on 20 is one function, of a command that is not used here.
import { register } from 'node:module';

if (!(await import('node:fs')).globSync) {
  const fs = `export * from 'node:fs'; export { default } from 'node:fs'; export const globSync = () => { throw new Error('This needs Node.js 22.'); };`;
  register('data:text/javascript,' + encodeURIComponent(`
    export const resolve = (specifier, context, next) =>
      specifier === 'fs' && context.parentURL?.includes('/@modelcontextprotocol/conformance/')
        ? { url: 'data:text/javascript,' + encodeURIComponent(${JSON.stringify(fs)}), shortCircuit: true }
        : next(specifier, context);`));
}

await import(new URL('node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url).href);
