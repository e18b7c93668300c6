// JSON as it is read of tokens: strictly, with each name once, and with the place of what is wrong, counted in octets.
const maxDepth = 16;
const maxMembers = 1000;
const longestName = 64;

class Fault extends Error {
  constructor(code, start, length, name) {
    super(code);
    this.found = { code, start, length, ...(name === undefined ? {} : { name }) };
  }
}

// A value is { kind, ... }: objects have members ([name, value] in their order), arrays items, strings text, the others raw.
export function readObject(octets, maxLength) {
  if (octets.length > maxLength) return { fault: { code: 'json-too-long', start: maxLength, length: octets.length - maxLength } };
  const foreign = firstForeign(octets);
  if (foreign >= 0) return { fault: { code: 'json-not-utf8', start: foreign, length: 1 } };
  try {
    const value = new Scan(octets).run();
    return value.kind === 'object' ? { value } : { fault: { code: 'json-not-an-object', start: 0, length: octets.length } };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { fault: fault.found };
  }
}

// The value as compact JSON.
export function toText(value) {
  switch (value.kind) {
    case 'object': return `{${value.members.map(([name, of]) => `${JSON.stringify(name)}:${toText(of)}`).join(',')}}`;
    case 'array': return `[${value.items.map(toText).join(',')}]`;
    case 'string': return JSON.stringify(value.text);
    default: return value.raw;
  }
}

export const memberOf = (value, name) => value?.kind === 'object' ? value.members.findLast(([each]) => each === name)?.[1] : undefined;

function firstForeign(octets) {
  for (let at = 0; at < octets.length;) {
    const first = octets[at];
    const [length, least] = first < 0x80 ? [1, 0] : first >= 0xc2 && first < 0xe0 ? [2, 0x80] : first >= 0xe0 && first < 0xf0 ? [3, 0x800] : first >= 0xf0 && first < 0xf5 ? [4, 0x10000] : [0, 0];
    let point = length === 1 ? first : first & (0x7f >> length);
    for (let i = 1; i < length; i++) {
      if ((octets[at + i] & 0xc0) !== 0x80) return at;
      point = point * 64 + (octets[at + i] & 0x3f);
    }
    if (length === 0 || point < least || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return at;
    at += length;
  }
  return -1;
}

class Scan {
  constructor(octets) {
    this.octets = octets;
    this.at = 0;
  }

  run() {
    const value = this.value(0);
    this.skip();
    if (this.at < this.octets.length) throw new Fault('json-trailing', this.at, this.octets.length - this.at);
    return value;
  }

  value(depth) {
    this.skip();
    if (this.atEnd) throw new Fault('json-malformed', this.at, 0);
    switch (String.fromCharCode(this.octets[this.at])) {
      case '{': return this.object(depth + 1);
      case '[': return this.array(depth + 1);
      case '"': return { kind: 'string', text: this.string() };
      case 't': return this.word('true');
      case 'f': return this.word('false');
      case 'n': return this.word('null');
      default: return this.number();
    }
  }

  object(depth) {
    if (depth > maxDepth) throw new Fault('json-too-deep', this.at, 1);
    this.at++;
    const members = [];
    const names = new Set();
    if (this.take('}')) return { kind: 'object', members };
    do {
      this.skip();
      const start = this.at;
      if (!this.is('"')) throw this.here();
      const name = this.string();
      if (names.has(name)) throw new Fault('json-duplicate-member', start, this.at - start, this.text(start + 1, Math.min(this.at - start - 2, longestName)));
      if (names.size === maxMembers) throw new Fault('json-too-many-members', start, this.at - start);
      names.add(name);
      if (!this.take(':')) throw this.here();
      members.push([name, this.value(depth)]);
    } while (this.take(','));
    if (!this.take('}')) throw this.here();
    return { kind: 'object', members };
  }

  array(depth) {
    if (depth > maxDepth) throw new Fault('json-too-deep', this.at, 1);
    this.at++;
    const items = [];
    if (this.take(']')) return { kind: 'array', items };
    do items.push(this.value(depth)); while (this.take(','));
    if (!this.take(']')) throw this.here();
    return { kind: 'array', items };
  }

  string() {
    let text = '';
    let plain = ++this.at;
    for (;;) {
      const octet = this.octets[this.at];
      if (octet === undefined) throw new Fault('json-malformed', this.octets.length, 0);
      if (octet !== 0x22 && octet !== 0x5c && octet >= 0x20) {
        this.at++;
        continue;
      }
      text += this.text(plain, this.at - plain);
      if (octet === 0x22) {
        this.at++;
        return text;
      }
      if (octet !== 0x5c) throw this.here();
      text += this.escape();
      plain = this.at;
    }
  }

  escape() {
    const start = this.at;
    if (start + 1 >= this.octets.length) throw new Fault('json-malformed', start, 1);
    this.at += 2;
    const letter = String.fromCharCode(this.octets[start + 1]);
    const plain = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }[letter];
    if (plain !== undefined) return plain;
    if (letter !== 'u') throw new Fault('json-malformed', start, 2);
    const first = this.hex();
    if (first === undefined) throw new Fault('json-malformed', start, this.at - start);
    if (first < 0xd800 || first > 0xdfff) return String.fromCharCode(first);
    if (this.octets[this.at] !== 0x5c || this.octets[this.at + 1] !== 0x75) throw new Fault('json-lone-surrogate', start, this.at - start);
    this.at += 2;
    const second = this.hex();
    if (first > 0xdbff || !(second >= 0xdc00 && second <= 0xdfff)) throw new Fault('json-lone-surrogate', start, this.at - start);
    return String.fromCharCode(first, second);
  }

  hex() {
    const text = this.text(this.at, 4);
    if (!/^[0-9a-f]{4}$/i.test(text)) return undefined;
    this.at += 4;
    return parseInt(text, 16);
  }

  number() {
    const start = this.at;
    if (this.is('-')) this.at++;
    if (this.is('0')) this.at++;
    else if (!this.digits()) throw new Fault('json-malformed', start, 1);
    if (this.is('.')) {
      this.at++;
      if (!this.digits()) throw this.here();
    }
    if (this.is('e') || this.is('E')) {
      this.at++;
      if (this.is('+') || this.is('-')) this.at++;
      if (!this.digits()) throw this.here();
    }
    return { kind: 'number', raw: this.text(start, this.at - start) };
  }

  digits() {
    const start = this.at;
    while (this.octets[this.at] >= 0x30 && this.octets[this.at] <= 0x39) this.at++;
    return this.at > start;
  }

  word(word) {
    if (this.text(this.at, word.length) !== word) throw this.here();
    this.at += word.length;
    return { kind: word === 'null' ? 'null' : 'truth', raw: word };
  }

  skip() {
    while ([0x20, 0x09, 0x0d, 0x0a].includes(this.octets[this.at])) this.at++;
  }

  is(letter) {
    return this.octets[this.at] === letter.charCodeAt(0);
  }

  take(letter) {
    this.skip();
    if (!this.is(letter)) return false;
    this.at++;
    return true;
  }

  here() {
    return new Fault('json-malformed', this.at, this.atEnd ? 0 : 1);
  }

  text(start, length) {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.octets.subarray(start, start + length));
  }

  get atEnd() {
    return this.at >= this.octets.length;
  }
}
