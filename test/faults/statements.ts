/**
 * Reads what a client sends to PostgreSQL, as its protocol cuts it up, and hands on each statement that is to be carried
 * out, once the message that asks for it is whole: the text of a simple query, or the name of a prepared one.
 * @returns to be given each chunk of one connection, from its first byte on
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export function statementReader(): (chunk: Buffer) => string[] {
  let left = Buffer.alloc(0);
  let isStarted = false;
  return (chunk) => {
    left = Buffer.concat([left, chunk]);
    const statements: string[] = [];
    for (;;) {
      // The first message of a connection has no type. A length counts itself, and not the type before it.
      const typeBytes = isStarted ? 1 : 0;
      if (left.length < typeBytes + 4) return statements;
      const end = typeBytes + left.readInt32BE(typeBytes);
      if (left.length < end) return statements;
      const type = isStarted ? left.toString('latin1', 0, 1) : '';
      const content = left.subarray(typeBytes + 4, end);
      left = left.subarray(end);
      isStarted = true;
      if (type === 'Q') statements.push(textAt(content, 0));
      // Bind: first the portal, then the prepared statement that it is made of. What has no name was never prepared.
      if (type === 'B') statements.push(textAt(content, content.indexOf(0) + 1));
    }
  };
}

/** Up to the zero that ends it. */
function textAt(content: Buffer, start: number): string {
  return content.toString('utf8', start, content.indexOf(0, start));
}
