/**
 * The headings of other programs' exports: HubSpot, Odoo, Outlook, Google Contacts and Excel, in English and French. They are written without
 * accents, capitals and what stands between words, as `squeezed` makes them. The words of the program itself are not here: they come from the
 * labels of the fields.
 */

/** Whose spreadsheet is read. */
export type Importable = 'client' | 'company' | 'contract' | 'event' | 'user'

/** A field that several columns make together: `First Name` and `Last Name`. */
export interface Part {
  /** Its place among the others. */
  readonly order: number
  /** What stands before it, unless it is the first. */
  readonly glue: string
}

interface Known {
  /** The field's column; undefined for what the other program keeps for itself, which is passed over. */
  readonly column?: string
  readonly part?: Part
  /** `true`: it only counts where nothing else in the file makes the field; else it is passed over. */
  readonly isWeak?: true
}

const list = (words: string): readonly string[] => words.trim().split(/\s+/)

const name = { column: 'full_name' }
/** What names a person. `Nom` alone is the whole name, beside `Prénom` it is the last one (`recognise.ts`). */
const person: readonly (readonly [string, Known])[] = [
  ['name nom', { ...name, part: { order: 3, glue: ' ' } }],
  ['nomprenom prenomnom nometprenom prenometnom contactname nomducontact contact', name],
  ['displayname nomaffiche', { ...name, isWeak: true }],
  ['firstname prenom givenname', { ...name, part: { order: 1, glue: ' ' } }],
  ['middlename deuxiemeprenom additionalname', { ...name, part: { order: 2, glue: ' ' } }],
  ['lastname surname familyname nomdefamille', { ...name, part: { order: 3, glue: ' ' } }],
  [
    `mail courriel emailaddress adresseemail adressemail adressedemessagerie adressedecourrier adresseelectronique adressecourriel primaryemail
    workemail emailprofessionnel email1value`,
    { column: 'email' },
  ],
  [
    `phonenumber tel telephonenumber mobile mobilephone mobilephonenumber mobilenumber portable telmobile telportable telephonemobile
    telephoneportable businessphone workphone primaryphone telephonebureau telbureau telephoneprofessionnel telprofessionnel
    numerodetelephone numtel gsm cellphone phone1value`,
    { column: 'phone' },
  ],
]

const address = (column: string): readonly (readonly [string, Known])[] => [
  ['fulladdress completeaddress adressecomplete contactaddress', { column }],
  [
    'address adresse billingaddress adressedefacturation street streetaddress rue street1 addressline1 adresse1 numeroetrue',
    { column, part: { order: 1, glue: ', ' } },
  ],
  ['street2 streetaddress2 rue2 addressline2 adresse2 complementdadresse', { column, part: { order: 2, glue: ', ' } }],
  ['zip zipcode postalcode postcode codepostal cp', { column, part: { order: 3, glue: ', ' } }],
  ['city town ville', { column, part: { order: 4, glue: ' ' } }],
  ['state stateregion region etat province etatregion', { column, part: { order: 5, glue: ', ' } }],
  ['country countryregion pays paysregion', { column, part: { order: 6, glue: ', ' } }],
]

/** What another program counts or marks for itself. */
const itsOwn = `recordid externalid idexterne identifiantexterne leadstatus statutdulead lifecyclestage phaseducycledevie marketingcontactstatus
  lastmodifieddate datededernieremodification associatedcompanyids associatedcompanyid tags etiquettes labels isacompany iscompany estunesociete`

/** By noun, in the order in which they are looked up. */
const tables: Readonly<Record<Importable, readonly (readonly [string, Known])[]>> = {
  client: [
    ['client nomclient nomduclient clientname customer customername', name],
    ...person,
    [
      `companyname societe organisation organization organizationname organization1name accountname
      relatedcompany societeliee raisonsociale nomdelasociete nomdelentreprise nomdesociete nomdentreprise`,
      { column: 'company_id' },
    ],
    ['associatedcompany primarycompany entrepriseassociee', { column: 'company_id', isWeak: true }],
    ['firstcontacted datedupremiercontact', { column: 'first_contact_date' }],
    ['createdate createdon datecreated datedecreation creele', { column: 'first_contact_date', isWeak: true }],
    ['lastcontacted lastcontactdate dateduderniercontact', { column: 'last_contact_date' }],
    ['lastactivitydate lastactivity datedeladerniereactivite', { column: 'last_contact_date', isWeak: true }],
    ['contactowner owner accountowner vendeur proprietaireducontact proprietaire', { column: 'commercial_id' }],
    [itsOwn, {}],
  ],
  company: [
    [
      `company companyname societe organisation organization organizationname accountname raisonsociale nomdelasociete
      nomdelentreprise nomdesociete nomdentreprise entreprise`,
      { column: 'name' },
    ],
    ...address('billing_address'),
    [
      'vat tva taxid vatno notva ntva numtva tvaintracommunautaire ntvaintracommunautaire numerodetvaintracommunautaire',
      { column: 'vat_number' },
    ],
    [`${itsOwn} createdate createdon datecreated datedecreation creele companyowner lastactivitydate`, {}],
  ],
  contract: [
    ['clientname nomduclient nomclient customer customername contact', { column: 'client_id' }],
    ['owner dealowner vendeur proprietaire', { column: 'commercial_id' }],
    [
      'montant montanttotal montantttc totalttc amount dealamount contractamount montantducontrat',
      { column: 'total_amount' },
    ],
    ['reste restedu restantdu amountdue balance balancedue solde soldedu', { column: 'remaining_amount' }],
    ['signature estsigne', { column: 'is_signed' }],
    ['paye paid estsolde estpaye', { column: 'is_fully_paid' }],
    [itsOwn, {}],
  ],
  event: [
    ['contractid ncontrat numerodecontrat', { column: 'contract_id' }],
    ['name nom event evenement eventname nomdelevenement subject objet intitule', { column: 'title' }],
    ['location lieu place emplacement', { column: 'full_address' }],
    ...address('full_address'),
    ['startdate datededebut eventdate date datedelevenement', { column: 'start_date', part: { order: 1, glue: ' ' } }],
    ['starttime heurededebut debutheure', { column: 'start_date', part: { order: 2, glue: ' ' } }],
    ['enddate datedefin', { column: 'end_date', part: { order: 1, glue: ' ' } }],
    ['endtime heuredefin', { column: 'end_date', part: { order: 2, glue: ' ' } }],
    [
      'attendees guests invites nombredeparticipants nombredinvites numberofattendees numberofguests attendeescount',
      { column: 'participant_count' },
    ],
    ['supportcontact contactsupport', { column: 'support_contact_id' }],
    ['note remarques remarks description comments commentaires commentaire', { column: 'notes' }],
    [itsOwn, {}],
  ],
  user: [
    ...person,
    ['login identifiant', { column: 'username' }],
    ['group groupe', { column: 'role_id' }],
    [itsOwn, {}],
  ],
}

const made = new Map<Importable, ReadonlyMap<string, Known>>()

/** What a heading of another program means, by its squeezed form. */
export function knownHeadings(noun: Importable): ReadonlyMap<string, Known> {
  const found = made.get(noun)
  if (found) return found
  const table = new Map(
    tables[noun].flatMap(([words, known]) => list(words).map((word): [string, Known] => [word, known])),
  )
  made.set(noun, table)
  return table
}

/** `E-mail (pro)` → `emailpro`: a heading without case, accents and what stands between its words. */
export const squeezed = (heading: string): string =>
  heading
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[œ]/g, 'oe')
    .replace(/[^\p{L}\p{N}]+/gu, '')
