/** Why a PostgreSQL server could not be reached or was lost, and what to do about it. */
export const server = {
  refused: ({ at }: { at: string }) => `Cannot connect to ${at}: connection refused. Is the PostgreSQL server running?`,
  unknownHost: ({ at }: { at: string }) => `Cannot connect to ${at}: unknown host.`,
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
  tlsUntrusted: ({ at, reason }: { at: string; reason: string }) =>
    `The certificate of ${at} is not trusted (${reason}).`,
  tlsFailed: ({ at, reason }: { at: string; reason: string }) => `The TLS connection to ${at} failed (${reason}).`,
  rootCertificate: ({ path }: { path: string }) => `Cannot read the file set as sslrootcert: ${path}`,
  tooMany: ({ at }: { at: string }) => `${at} has no free connections. Try again in a moment.`,
  starting: ({ at }: { at: string }) => `${at} is starting up or shutting down. Try again in a moment.`,
  wrongState: ({ at, wanted }: { at: string; wanted: string }) => `${at} is not ${wanted} (target_session_attrs).`,
  pooler: ({ at }: { at: string }) =>
    `${at} is a connection pooler that does not accept our settings. Set DATABASE_POOLER=transaction.`,
  rejected: ({ at, reason }: { at: string; reason: string }) => `${at} refused the connection: ${reason}`,
  lost: ({ at }: { at: string }) => `The connection to ${at} was lost. Nothing was sent.`,
  lostSent: ({ at }: { at: string }) => `The connection to ${at} was lost before the answer arrived.`,
  silent: ({ at, seconds }: { at: string; seconds: string }) => `${at} did not answer for ${seconds} s.`,
}
