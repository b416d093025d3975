/**
 * Every kind of wrong database URL. Each holds a password that the program must not repeat.
 *
 * @param o.right the password of `keeper` · @param o.wrong another one, which cannot stand in a URL as it is
 * @param o.at host and port of the server, whose database is `canaries` · @param o.nobody a port where nobody listens
 */
export function wrongUrls(o: { right: string; wrong: string; at: string; nobody: number }): string[] {
  const [right, wrong, { at }] = [encodeURIComponent(o.right), encodeURIComponent(o.wrong), o]
  return [
    `postgres://keeper:${wrong}@${at}/canaries`,
    `postgres://keeper:${right}@127.0.0.1:${o.nobody}/canaries`,
    `postgres://keeper:${right}@127.0.0.1:${o.nobody},${at}/nothing-here`,
    `postgres://keeper:${right}@${at}/canaries?target_session_attrs=standby`,
    `postgres://keeper:${right}@${at}/canaries?target_session_attrs=x`,
    `postgres://keeper:${right}@${at}/canaries?sslmode=require`,
    `postgres://keeper:${right}@${at}/canaries?options=x`,
    `postgres://keeper:${right}@${at}:x/canaries`,
    `postgres://keeper:${right}@no-such-host.invalid/canaries`,
    `postgres://keeper:${o.right}@${at}/canaries`,
    `postgres://keeper:${o.wrong}@${at}/canaries`,
    `postgres://keeper:$${right}@${at}/canaries`,
    `postgres://keeper:${right}/canaries`,
    `postgres://keeper:${right}@`,
    `keeper:${right}@${at}/canaries`,
    `mysql://keeper:${right}@${at}/canaries`,
    `postgres://nobody-here:${right}@${at}/canaries?sslmode=verify-full`,
  ]
}
