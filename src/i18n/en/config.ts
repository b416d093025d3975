/** What is wrong with the settings, and how to fix it. No message repeats a secret. */
export const config = {
  fileMissing: ({ path, by }: { path: string; by: string }) =>
    `The settings file ${path} does not exist (set by ${by}).`,
  fileUnreadable: ({ path }: { path: string }) => `Cannot read the settings file ${path}.`,
  fileBytes: ({ path, line }: { path: string; line: number }) =>
    `Line ${line} of the settings file ${path} is not valid UTF-8. Save the file as UTF-8.`,
  fileForeign: ({ path }: { path: string }) => `The settings file ${path} belongs to another user and was ignored.`,
  fileNotOurs: ({ path }: { path: string }) =>
    `The settings file ${path} belongs to another user. It must be your own or root's.`,
  fileWritable: ({ path }: { path: string }) => `Other users can write to the settings file ${path}.`,
  fileReadable: ({ path }: { path: string }) => `Other users can read the settings file ${path}, which holds secrets.`,
  fileChmod: ({ command }: { command: string }) => `Make it private: ${command}`,
  /** A line of a settings file that is not understood. */
  line: {
    unknown: ({ path, line, name, meant }: { path: string; line: number; name: string; meant?: string | undefined }) =>
      `${path}, line ${line}: there is no setting ${name}.${meant ? ` Did you mean ${meant}?` : ''}`,
    syntax: ({ path, line, name }: { path: string; line: number; name?: string | undefined }) =>
      `${path}, line ${line}: this is not NAME=value.${name ? ` To set ${name}, write ${name}=… on a line of its own.` : ''}`,
    quote: ({ path, line, name }: { path: string; line: number; name: string }) =>
      `${path}, line ${line}: the quotes around the value of ${name} do not match.`,
    hash: ({ path, line, name }: { path: string; line: number; name: string }) =>
      `${path}, line ${line}: is # the start of the value of ${name}, or of a comment? Put quotes around a value, or a space before a comment.`,
    emptied: ({ path, line, name, before }: { path: string; line: number; name: string; before: number }) =>
      `${path}, line ${line}: ${name} is empty here and has a value on line ${before}. Delete one of the two.`,
    environmentOnly: ({ path, line, name }: { path: string; line: number; name: string }) =>
      `${path}, line ${line}: ${name} works only as an environment variable.`,
  },
  partWithoutPassword: ({ name, path }: { name: string; path: string }) =>
    `${path} sets ${name} but no POSTGRES_PASSWORD. Add the password, or use DATABASE_URL for a server that needs none.`,
  pathVariable: ({ name, variable }: { name: string; variable: string }) =>
    `${name} contains ${variable}, which is not expanded here. Write the path out; ~/ stands for your home folder.`,
  pathOther: ({ name, path }: { name: string; path: string }) =>
    `${name} is ${path}. Only ~ and ~/… are expanded; for a folder with that name, write ./${path}`,
  pathQuoted: ({ name }: { name: string }) =>
    `${name} begins with a quotation mark. Remove the quotes around the path.`,
  pathInvalid: ({ name }: { name: string }) => `${name} is not a path.`,
  pathNoHome: ({ name }: { name: string }) => `${name} begins with ~, and there is no home folder. Write the path out.`,
  sudoPath: ({ name }: { name: string }) =>
    `${name} is not accepted under sudo: root must not write to a folder that somebody else chose. Run the command without sudo, or set ${name} in a file that belongs to root.`,
  language: ({ value, known }: { value: string; known: readonly string[] }) =>
    `EPIC_EVENTS_LANG=${value}: this language is not available. Use one of: ${known.join(', ')}.`,
  secretMissing: 'SECRET_KEY is not set.',
  secretShort: ({ name, bytes }: { name: string; bytes: number }) =>
    `${name} is too short: it has ${bytes} ${bytes === 1 ? 'byte' : 'bytes'} and needs at least 32.`,
  secretPublished: ({ name }: { name: string }) =>
    `${name} is a published example, so it is not secret. Use a key of your own.`,
  secretMake: 'Generate a key: openssl rand -base64 48',
  sameKid: ({ kid }: { kid: string }) => `JWT_KID and JWT_KID_PREV are both ${kid}. Give the two keys different names.`,
  notNumber: ({ name, from, to }: { name: string; from: number; to: number }) =>
    `${name} must be a number from ${from} to ${to}.`,
  fsync: 'EPIC_EVENTS_FSYNC accepts only the values on and off.',
  pooler: 'DATABASE_POOLER accepts only the value transaction.',
  resident: 'EPIC_EVENTS_RESIDENT must be off or a number of minutes, 1440 at most.',
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
  sentryDsn: 'SENTRY_DSN is not valid, so no bug is reported. Write it as https://KEY@host/PROJECT.',
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
    direct: 'sslnegotiation=direct needs an sslmode of require, verify-ca or verify-full.',
    twice: ({ parameter }: { parameter: string }) => `It contains the parameter ${parameter} twice.`,
    seconds: ({ parameter }: { parameter: string }) => `${parameter} must be a whole number of seconds.`,
  },
}
