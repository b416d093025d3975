/** Why a PostgreSQL server could not be reached or was lost, and what to do about it. */
export const server = {
  refused: ({ at }: { at: string }) =>
    `Cannot connect to ${at}: nothing accepts connections there. Is the PostgreSQL server running, and this machine online?`,
  unknownHost: ({ at }: { at: string }) => `Cannot connect to ${at}: unknown host.`,
  noResolver: ({ at, code }: { at: string; code: string }) =>
    `Cannot connect to ${at}: its name could not be looked up (${code}). Is this machine online?`,
  noRoute: ({ at, code }: { at: string; code: string }) =>
    `Cannot connect to ${at}: there is no route to it on the network (${code}). Is this machine online, or does it need a VPN?`,
  blocked: ({ at }: { at: string }) => `Cannot connect to ${at}: this machine does not allow it (a firewall, perhaps).`,
  socketDenied: ({ at }: { at: string }) => `Cannot connect to ${at}: you don't have permission to use this socket.`,
  noAnswer: ({ at }: { at: string }) => `${at} did not answer.`,
  noSocket: ({ at }: { at: string }) =>
    `Cannot connect to ${at}: there is no such socket. Is the PostgreSQL server running?`,
  unreachable: ({ at, reason }: { at: string; reason: string }) => `Cannot connect to ${at} (${reason}).`,
  timeout: ({ at, seconds }: { at: string; seconds: string }) => `${at} did not answer within ${seconds} s.`,
  closed: ({ at }: { at: string }) => `${at} closed the connection before the login was complete.`,
  notPostgres: ({ at }: { at: string }) => `The server at ${at} is not a PostgreSQL server.`,
  noneOf: ({ hosts }: { hosts: string }) => `None of the database servers is available: ${hosts}.`,
  password: ({ user, at }: { user: string; at: string }) => `${at} rejected the password of the database user ${user}.`,
  passwordMissing: ({ user, at }: { user: string; at: string }) =>
    `${at} requires a password for the database user ${user}, but none is set.`,
  noRole: ({ user, at }: { user: string; at: string }) =>
    `The database user ${user} does not exist on ${at}, or is not allowed to log in.`,
  notAllowed: ({ user, database, at }: { user: string; database: string; at: string }) =>
    `${at} does not allow ${user} to connect to the database ${database} from this machine (pg_hba.conf).`,
  notAuthorized: ({ user, database, at }: { user: string; database: string; at: string }) =>
    `${at} does not let ${user} into the database ${database}: the user does not exist, cannot log in, or cannot connect from this machine (28000).`,
  closedDatabase: ({ database, at }: { database: string; at: string }) =>
    `The database ${database} on ${at} does not accept connections at the moment.`,
  noConnect: ({ user, database }: { user: string; database: string }) =>
    `The database user ${user} is not allowed to connect to the database ${database}.`,
  noDatabase: ({ database, at }: { database: string; at: string }) =>
    `The database ${database} does not exist on ${at}.`,
  setRole: ({ user, role }: { user: string; role: string }) => `The database user ${user} cannot use the role ${role}.`,
  forTheDba: 'Ask the database administrator to run:',
  authentication: ({ at }: { at: string }) =>
    `${at} requires an authentication method that this program does not support. It supports SCRAM, MD5 and plain passwords.`,
  clearPassword: ({ at }: { at: string }) =>
    `${at} asks for the password in plain text on a connection that does not protect it. The password was not sent.`,
  clearPasswordAdvice:
    'Use scram-sha-256 in the pg_hba.conf of the server, or sslmode=verify-full with sslrootcert in the URL.',
  forged: ({ at }: { at: string }) =>
    `${at} could not prove that it knows the password, so it may not be the server it claims to be.`,
  tlsMissing: ({ at }: { at: string }) => `${at} does not support TLS, but the connection must be encrypted.`,
  tlsAdvice:
    'Enable TLS on the server. On a network you trust, you can use sslmode=disable to connect without encryption.',
  tlsUntrusted: ({ at, reason, code }: { at: string; reason: string; code: string }) =>
    `The certificate of ${at} is not trusted: ${reason} (${code}).`,
  certificate: {
    expired: "it has expired, or this machine's clock is wrong",
    notYet: "it is not valid yet, or this machine's clock is wrong",
    revoked: 'it was revoked',
    otherName: 'it was issued for another host name',
    selfSigned: 'the server signed it itself. Set sslrootcert to this certificate if you know it',
    unknownAuthority:
      'this machine does not trust the authority that signed it. Set sslrootcert to the certificate of its authority',
  },
  tlsFailed: ({ at, reason }: { at: string; reason: string }) => `The TLS connection to ${at} failed (${reason}).`,
  directAdvice: 'PostgreSQL supports sslnegotiation=direct from version 17 on. Without it, any version can use TLS.',
  rootCertificate: ({ path }: { path: string }) => `Cannot read the file set as sslrootcert: ${path}`,
  tooMany: ({ at }: { at: string }) => `${at} has no free connections. Try again in a moment.`,
  starting: ({ at }: { at: string }) => `${at} is starting up or shutting down. Try again in a moment.`,
  wrongState: ({ at, wanted }: { at: string; wanted: string }) => `${at} is not ${wanted} (target_session_attrs).`,
  pooler: ({ at }: { at: string }) =>
    `${at} is a connection pooler that does not accept our settings. Set DATABASE_POOLER=transaction.`,
  settingsDropped: ({ at }: { at: string }) =>
    `${at} is a connection pooler that drops our settings, so the database does not know who you are. Set DATABASE_POOLER=transaction.`,
  settingRefused: ({ at, code }: { at: string; code: string }) =>
    `${at} refuses a setting this program needs (${code}). --verbose shows what it said.`,
  rejected: ({ at, reason }: { at: string; reason: string }) =>
    `${at} refused the connection (${reason}). --verbose shows what it said.`,
  readOnly: 'The database server accepts no changes at the moment. Nothing was saved.',
  standby:
    'The database server is a standby and accepts no changes. Set DATABASE_URL to the primary; with several servers in it, add target_session_attrs=read-write.',
  primaryReadOnly: ({ database }: { database: string }) =>
    `The database ${database} is set to read-only (default_transaction_read_only). Its server is the primary already: another one would not help. Ask the database administrator why. To remove the setting, run:`,
  primaryReadOnlyFile: ({ database }: { database: string }) =>
    `The database ${database} is read-only, because its server is configured so (default_transaction_read_only). It is the primary already: another one would not help. Ask the database administrator.`,
  diskFull: 'The disk of the database server is full. Nothing was saved.',
  outOfMemory: 'The database server is out of memory. Nothing was saved.',
  noConnections: 'The database server has no free connections. Try again in a moment.',
  noResources: ({ code }: { code: string }) =>
    `The database server has reached one of its limits (${code}). Nothing was saved.`,
  crashed: 'The database server crashed and is recovering. Check whether your last change was saved, then try again.',
  notReady: 'The database server is starting up or shutting down. Try again in a moment.',
  dropped: 'The database was deleted while it was in use.',
  diskFailure: 'The database server cannot read or write its disk (58030). Tell the database administrator at once.',
  fileMissing:
    'The database server cannot open one of its own files (58P01), as happens when PostgreSQL is upgraded while it is running. Have the server restarted; its log names the file.',
  systemError: ({ code }: { code: string }) =>
    `The database server has a problem with its own system (${code}). Its log says more. Nothing was saved.`,
  internalError: ({ code }: { code: string }) =>
    `The database server reports an internal error (${code}), as happens when PostgreSQL is upgraded while it is running. Have the server restarted; its log says more.`,
  corrupted:
    'The database server reports that its files are damaged. Tell the database administrator at once, and change nothing until there is a copy of them.',
  lost: ({ at }: { at: string }) => `The connection to ${at} was lost. Nothing was sent.`,
  lostSent: ({ at }: { at: string }) => `The connection to ${at} was lost before the answer arrived.`,
  silent: ({ at, seconds }: { at: string; seconds: string }) => `${at} did not answer for ${seconds} s.`,
}
