/** The import of spreadsheets. */
import { noun } from './refusal.ts'

type Imported = 'client' | 'company' | 'contract' | 'event' | 'user'

const plurals: Readonly<Record<Imported, string>> = {
  client: 'clients',
  company: 'entreprises',
  contract: 'contrats',
  event: 'événements',
  user: 'collaborateurs',
}

interface Counts {
  readonly new: string
  readonly changed: string
  readonly unchanged: string
  readonly rejected: string
}

interface Names {
  readonly noun: Imported
  readonly isOne: boolean
  readonly names: string
}

/** In French 0 and 1 are singular. */
const isOne = (count: string) => count === '0' || count === '1'
const agreed = { changed: 'modifié', unchanged: 'inchangé', rejected: 'rejeté' } as const
const ending = (of: Imported, one: boolean) => `${of === 'company' ? 'e' : ''}${one ? '' : 's'}`
const fresh = (of: Imported, one: boolean) =>
  of === 'company' ? `nouvelle${one ? '' : 's'}` : one ? 'nouveau' : 'nouveaux'
const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

export const importing = {
  label: {
    file: 'Tableau (CSV ou Excel)',
    map: 'Colonnes',
    ignore: 'Colonnes ignorées',
    match: 'Reconnu par',
    on_match: 'Fiches existantes',
    date_order: 'Ordre des dates',
    rejects: 'Fichier des lignes rejetées',
    commercial: 'Commercial',
    passwords: 'Fichier des mots de passe',
  },
  help: {
    file: "CSV ou classeur Excel (.xlsx) ; - pour l'entrée standard",
    map: "Champ d'une colonne, comme 'Nom complet=full_name' ; peut se répéter",
    ignore: 'Colonne à ne pas importer ; peut se répéter',
    match: 'Comment les lignes retrouvent les fiches existantes',
    on_match: 'Que faire des fiches existantes : les laisser (skip), les modifier (update) ou rejeter la ligne (fail)',
    date_order: "Lire 03/04/2026 comme le 3 avril (dmy), ou n'accepter que 2026-04-03 (iso)",
    rejects: 'Écrire les lignes rejetées dans ce fichier, chacune avec sa raison',
    commercial: 'Nom ou numéro du commercial des nouveaux clients (permission client:assign_commercial)',
    passwords: 'Générer un mot de passe pour chaque nouveau collaborateur, et les écrire dans ce nouveau fichier',
    dry_run: "Montrer seulement ce que ferait l'import",
    skip_errors: 'Importer les autres lignes quand certaines sont rejetées',
    create_companies: "Créer les entreprises qui n'existent pas encore (permission company:create)",
  },
  idIfThere: 'id si le fichier en a, sinon none',
  notAmong: ({ received, words, near }: { received: string; words: string; near: string | undefined }) =>
    `« ${received} » n'est pas accepté. Valeurs connues : ${words}.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}`,
  counts: ({ noun: of, ...c }: Counts & { noun: Imported }) =>
    [
      `${c.new} ${fresh(of, isOne(c.new))}`,
      ...(['changed', 'unchanged', 'rejected'] as const).map(
        (key) => `${c[key]} ${agreed[key]}${ending(of, isOne(c[key]))}`,
      ),
    ].join(' · '),
  progress: {
    client: 'Import des clients',
    company: 'Import des entreprises',
    contract: 'Import des contrats',
    event: 'Import des événements',
    user: 'Import des collaborateurs',
  },
  done: ({ noun: of }: { noun: Imported }) => `Import des ${plurals[of]} terminé.`,
  rehearsed: "Essai : rien n'a été enregistré.",
  nothingToDo: "Il n'y a rien à importer : rien n'a été enregistré.",
  confirm: ({ new: created, changed, noun: of }: { new: number; changed: number; noun: Imported }) => {
    const what = [
      ...(created > 0 ? [`créer ${created} ${created === 1 ? noun[of] : plurals[of]}`] : []),
      ...(changed > 0 ? [`modifier ${changed} ${changed === 1 ? noun[of] : plurals[of]}`] : []),
    ].join(' et ')
    return `${capital(what)} ?`
  },
  named: {
    new: ({ noun: of, isOne, names }: Names) => `${capital(fresh(of, isOne))} : ${names}`,
    changed: ({ noun: of, isOne, names }: Names) => `Modifié${ending(of, isOne)} : ${names}`,
  },
  andMore: ({ names, count }: { names: string; count: string }) => `${names} et ${count} de plus`,
  reject: ({
    line,
    name,
    heading,
    value,
    reason,
  }: {
    line: string
    name: string | null
    heading: string | null
    value: string | null
    reason: string
  }) =>
    `Ligne ${line}${name === null ? '' : `, ${name}`}${heading === null ? '' : `, ${heading}${value ? ` « ${value} »` : ''}`} : ${reason}`,
  moreRejects: ({ count, rejects }: { count: string; rejects: boolean }) =>
    `… et ${count} de plus.${rejects ? '' : ' --rejects FICHIER les écrit toutes dans un fichier.'}`,
  rejectsWritten: ({ count, path }: { count: string; path: string }) => `Lignes rejetées dans ${path} : ${count}.`,
  refused: ({ count }: { count: number }) =>
    `${count === 1 ? '1 ligne a été rejetée' : `${count} lignes ont été rejetées`} : rien n'a été enregistré. Corrigez le fichier, ou importez les autres lignes avec --skip-errors.`,
  unknownCompanies: "Pour créer les entreprises qui n'existent pas encore, ajoutez --create-companies.",
  passedOver: ({ columns }: { columns: string }) => `Non importé : ${columns}.`,
  passwordsWritten: ({ count, path }: { count: string; path: string }) =>
    `Mots de passe dans ${path} : ${count}. Ils ne sont lisibles nulle part ailleurs.`,
  withoutPassword:
    "Les nouveaux collaborateurs n'ont pas encore de mot de passe. Ils pourront se connecter quand vous aurez donné à chacun son premier :",
  repeated: ({ line, first }: { line: number; first: number }) =>
    `Les lignes ${first} et ${line} désignent la même fiche : seule la ligne ${first} compte.`,
  exists: ({ noun: of, id }: { noun: string; id: number }) => `${capital(of)} ${id} : cette fiche existe déjà.`,
  terminal: "L'entrée standard est un terminal. Donnez un fichier, ou envoyez-y le tableau par un tube.",
  sameFile: ({ path }: { path: string }) =>
    `Les lignes rejetées ne peuvent pas aller dans ${path}, le fichier importé.`,
  fileExists: ({ path }: { path: string }) => `${path} existe déjà. Choisissez un nouveau nom de fichier.`,
  noColumns: ({ file = 'Le fichier', fields }: { file?: string | undefined; fields: string }) =>
    `${file} n'a pas de colonne pour ${fields}.`,
  noKey: ({ file = 'le fichier', match }: { file?: string | undefined; match: string }) =>
    `--match ${match} demande une colonne que ${file} n'a pas.`,
  columns: { new: 'Nouveaux', changed: 'Modifiés', unchanged: 'Inchangés', rejected: 'Rejetés' },
  rejectColumns: { line: 'Ligne', column: 'Colonne', value: 'Valeur', reason: 'Raison', code: 'Code' },
} satisfies typeof import('../en/importing.ts').importing
