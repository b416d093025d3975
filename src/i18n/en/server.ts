/** Why a PostgreSQL server could not be reached or was lost, and what to do about it. */
export const server = {
  refused: ({ at }: { at: string }) => `Nothing answers at ${at}: is the PostgreSQL server running?`,
  unknownHost: ({ at }: { at: string }) => `There is no host by the name in ${at}.`,
  noSocket: ({ at }: { at: string }) => `There is no PostgreSQL socket ${at}.`,
  unreachable: ({ at, reason }: { at: string; reason: string }) => `${at} cannot be reached (${reason}).`,
  timeout: ({ at, seconds }: { at: string; seconds: string }) => `${at} did not answer within ${seconds} s.`,
  closed: ({ at }: { at: string }) => `${at} closed the connection before signing in.`,
  notPostgres: ({ at }: { at: string }) => `What answers at ${at} is not a PostgreSQL server.`,
  noneOf: ({ hosts }: { hosts: string }) => `None of the database servers serves: ${hosts}.`,
  password: ({ user, at }: { user: string; at: string }) => `${at} refuses the password of the database user ${user}.`,
  passwordMissing: ({ user, at }: { user: string; at: string }) =>
    `${at} asks for the password of the database user ${user}, and none is configured.`,
  noRole: ({ user, at }: { user: string; at: string }) =>
    `The database user ${user} does not exist on ${at}, or may not sign in.`,
  notAllowed: ({ user, database, at }: { user: string; database: string; at: string }) =>
    `${at} does not let ${user} into the database ${database} from this machine (pg_hba.conf).`,
  noConnect: ({ user, database }: { user: string; database: string }) =>
    `The database user ${user} may not connect to the database ${database}.`,
  noDatabase: ({ database, at }: { database: string; at: string }) => `There is no database ${database} on ${at}.`,
  setRole: ({ user, role }: { user: string; role: string }) => `The database user ${user} cannot act as ${role}.`,
  forTheDba: 'The administrator of the database can change that:',
  authentication: ({ at }: { at: string }) =>
    `${at} asks for a way of signing in that this program does not know. It knows SCRAM, MD5 and plain passwords.`,
  forged: ({ at }: { at: string }) =>
    `${at} could not prove that it knows the password: it may not be the server it claims to be.`,
  tlsMissing: ({ at }: { at: string }) => `${at} does not offer TLS, and the connection must be encrypted.`,
  tlsAdvice: 'Switch TLS on at the server. On a network that you trust, sslmode=disable goes without.',
  tlsUntrusted: ({ at, reason }: { at: string; reason: string }) =>
    `The certificate of ${at} is not trusted (${reason}).`,
  tlsFailed: ({ at, reason }: { at: string; reason: string }) => `No TLS connection with ${at} (${reason}).`,
  rootCertificate: ({ path }: { path: string }) => `The file of sslrootcert cannot be read: ${path}`,
  tooMany: ({ at }: { at: string }) => `${at} has no free connection left. Try again in a moment.`,
  starting: ({ at }: { at: string }) => `${at} is starting up or shutting down. Try again in a moment.`,
  wrongState: ({ at, wanted }: { at: string; wanted: string }) => `${at} is not ${wanted} (target_session_attrs).`,
  pooler: ({ at }: { at: string }) =>
    `${at} is a connection pool that refuses our settings: set DATABASE_POOLER=transaction.`,
  rejected: ({ at, reason }: { at: string; reason: string }) => `${at} refused the connection: ${reason}`,
  lost: ({ at }: { at: string }) => `The connection to ${at} was lost. Nothing was sent.`,
  lostSent: ({ at }: { at: string }) => `The connection to ${at} was lost before the answer came.`,
  silent: ({ at, seconds }: { at: string; seconds: string }) =>
    `${at} fell silent for ${seconds} s before the answer came.`,
}
