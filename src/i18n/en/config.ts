/** What is wrong with the settings, and how to fix it. No message repeats a secret. */
export const config = {
  fileMissing: ({ path, by }: { path: string; by: string }) =>
    `The settings file ${path} does not exist (set by ${by}).`,
  fileUnreadable: ({ path }: { path: string }) => `Cannot read the settings file ${path}.`,
  fileBytes: ({ path, line }: { path: string; line: number }) =>
    `Line ${line} of the settings file ${path} is not valid UTF-8. Save the file as UTF-8.`,
  fileForeign: ({ path }: { path: string }) => `The settings file ${path} belongs to another user and was ignored.`,
  fileWritable: ({ path }: { path: string }) => `Other users can write to the settings file ${path}.`,
  fileChmod: ({ path }: { path: string }) => `Make it private: chmod 600 ${path}`,
  secretMissing: 'SECRET_KEY is not set.',
  secretShort: ({ name, bytes }: { name: string; bytes: number }) =>
    `${name} is too short: it has ${bytes} ${bytes === 1 ? 'byte' : 'bytes'} and needs at least 32.`,
  secretPublished: ({ name }: { name: string }) =>
    `${name} is a published example, so it is not secret. Use a key of your own.`,
  secretMake: 'Generate a key: openssl rand -base64 48',
  sameKid: ({ kid }: { kid: string }) => `JWT_KID and JWT_KID_PREV are both ${kid}. Give the two keys different names.`,
  notNumber: ({ name, from, to }: { name: string; from: number; to: number }) =>
    `${name} must be a number from ${from} to ${to}.`,
  pooler: 'DATABASE_POOLER accepts only the value transaction.',
  timeZone: ({ variable, zone, meant }: { variable: string; zone: string; meant: string | undefined }) =>
    `${variable}: unknown time zone "${zone}". ${meant === undefined ? 'Use a name such as Europe/Paris, or an offset such as +02:00.' : `Did you mean ${meant}?`}`,
  timeZoneTwoWays: ({
    variable,
    zone,
    ahead,
    behind,
  }: {
    variable: string
    zone: string
    ahead: string
    behind: string
  }) =>
    `${variable}: "${zone}" can be read in two ways. Write ${ahead} if your clocks are ahead of UTC, ${behind} if they are behind.`,
  timeZoneRule: ({ variable, zone, meant }: { variable: string; zone: string; meant: string }) =>
    `${variable}: "${zone}" is a rule for clock changes and not the name of a time zone. Use a name such as ${meant}.`,
  timeZoneFile: ({ path, meant }: { path: string; meant: string }) =>
    `Cannot tell which time zone ${path} is. Set EPIC_EVENTS_TZ to a name such as ${meant}.`,
  noHome: 'There is no home folder to store the data in. Set EPIC_EVENTS_DATA_DIR.',
  /** Each sentence follows `where`. */
  url: {
    where: ({ name }: { name: string }) => `${name} is not valid.`,
    scheme: 'It must start with postgresql:// or postgres://.',
    dollar: 'It contains a $ that was not expanded. Write the value itself, or %24 for a literal $.',
    encoding: 'It contains a % that is not followed by two hexadecimal digits. Write %25 for a literal %.',
    bytes: 'Its %-escapes are not valid UTF-8. An é, for instance, is %C3%A9.',
    unencoded: 'It contains an @ after the first / or ?. In a password, write %2F for /, %3F for ? and %40 for @.',
    control: 'It contains a control character.',
    host: 'One of the hosts is malformed. Write host, host:port, [IPv6]:port or %2Ffolder.',
    port: 'A port must be a number from 1 to 65535.',
    user: 'It does not name a user.',
    parameter: ({ parameter, known }: { parameter: string; known: string }) =>
      `Unknown parameter: ${parameter}. Known parameters: ${known}.`,
    choice: ({ parameter, known }: { parameter: string; known: string }) => `${parameter} must be one of: ${known}.`,
    twice: ({ parameter }: { parameter: string }) => `It contains the parameter ${parameter} twice.`,
    seconds: ({ parameter }: { parameter: string }) => `${parameter} must be a whole number of seconds.`,
  },
}
