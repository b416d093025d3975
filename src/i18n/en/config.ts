/** What is wrong with the configuration, and the command that mends it. No sentence repeats a secret. */
export const config = {
  fileMissing: ({ path, by }: { path: string; by: string }) => `The file ${path}, named by ${by}, does not exist.`,
  fileUnreadable: ({ path }: { path: string }) => `The configuration file ${path} cannot be read.`,
  fileForeign: ({ path }: { path: string }) =>
    `The configuration file ${path} belongs to somebody else and was ignored.`,
  fileWritable: ({ path }: { path: string }) => `Others may write to the configuration file ${path}.`,
  fileChmod: ({ path }: { path: string }) => `Make it yours alone: chmod 600 ${path}`,
  secretMissing: 'SECRET_KEY is not set.',
  secretShort: ({ name, bytes }: { name: string; bytes: number }) =>
    `${name} has ${bytes} bytes, and at least 32 are needed.`,
  secretPublished: ({ name }: { name: string }) => `${name} is an example that anybody can read in a guide.`,
  secretMake: 'Make a good one: openssl rand -base64 48',
  sameKid: ({ kid }: { kid: string }) => `JWT_KID and JWT_KID_PREV are both ${kid}: two keys need two names.`,
  notNumber: ({ name, from, to }: { name: string; from: number; to: number }) =>
    `${name} is not a number from ${from} to ${to}.`,
  pooler: 'DATABASE_POOLER knows one value: transaction.',
  timeZone: ({ zone }: { zone: string }) => `EPIC_EVENTS_TZ: there is no time zone ${zone}. Europe/Paris is one.`,
  noHome: 'There is no home folder to keep the data in: set EPIC_EVENTS_DATA_DIR.',
  url: {
    where: ({ name }: { name: string }) => `${name} was not understood.`,
    scheme: 'It begins with postgresql:// or postgres://.',
    dollar: 'It holds a $ that nothing replaced. Write the value itself, and %24 for a literal $.',
    encoding: 'It holds a % that is not followed by two hexadecimal digits: write %25 for a literal %.',
    unencoded: 'An @ stands after its first / or ?. In a password write %2F for /, %3F for ? and %40 for @.',
    control: 'It holds a control character.',
    host: 'One of its hosts is not well formed: host, host:port, [IPv6]:port or %2Ffolder.',
    port: 'One of its ports is not a number from 1 to 65535.',
    user: 'It names no user.',
    parameter: ({ parameter, known }: { parameter: string; known: string }) =>
      `It holds the parameter ${parameter}. Known are: ${known}.`,
    choice: ({ parameter, known }: { parameter: string; known: string }) => `Its ${parameter} is none of: ${known}.`,
    twice: ({ parameter }: { parameter: string }) => `It holds the parameter ${parameter} twice.`,
    seconds: ({ parameter }: { parameter: string }) => `Its ${parameter} is not a whole number of seconds.`,
  },
}
