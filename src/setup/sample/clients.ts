/** The clients of the sample agency. Their phone numbers are from ranges that are reserved for fiction (ARCEP décision 2018-0881). */

export interface SampleClient {
  readonly id: number
  readonly name: string
  readonly email: string
  /** E.164. */
  readonly phone?: string
  /** Position in `companies`, counted from 1. */
  readonly company?: number
  /** The id of a commercial. */
  readonly commercial: number
  /** Days since the first contact. */
  readonly first: number
  /** Days since the last contact; absent: there was only the first one. */
  readonly last?: number
}

export const clients: readonly SampleClient[] = [
  // id, name, email, phone, commercial, first and last contact (days ago), company
  c(1, 'Lou Bouzin', 'contact@loubouzin.example', '+33639980101', 5, 410, 6, 3),
  c(2, 'Camille Roux', 'camille.roux@courriel.example', '+33639980102', 5, 120, 36),
  c(3, 'John Ouick', 'john.ouick@courriel.example', '+12025550143', 5, 260, 9),
  c(4, 'Anne Delaunay', 'anne@lete-d-anne.example', '+33199001204', 4, 540, 45, 2),
  c(5, 'Jean-Baptiste "JB" Lacroix', 'jb.lacroix@boispierre.example', '+33261910105', 6, 330, 12, 4),
  c(6, 'Marguerite de La Brosse', 'marguerite@domainebrosse.example', '+33261910106', 6, 700, 2, 5),
  c(7, 'ليلى حداد', 'layla.haddad@alofoq.example', '+21650123456', 7, 95, 15, 7),
  c(8, 'Kevin Casey', 'kevin@startup.io', '+67812345678', 5, 47, 8, 1),
  c(9, 'Élodie Tanguy', 'elodie.tanguy@merveilles.example', '+33639980109', 7, 210, 33, 6),
  c(10, "Jeanne d'Arcy", 'jeanne@lete-d-anne.example', '+33639980110', 5, 64, 5, 2),
  c(11, 'Pierre-Yves Kerguélen', 'py.kerguelen@courriel.example', '+33261910111', 8, 150, 21),
  c(12, 'Société des fêtes de Mufflins', 'fetes@mufflins.example', '+33199001212', 8, 380, 62),
  c(13, 'Bénédicte Moulin', 'b.moulin@patrimoine-cher.example', '+33261910113', 9, 800, 18, 8),
  c(14, 'François Ménard', 'maire@cande.example', '+33261910114', 9, 500, 7, 9),
  c(15, 'Aurélie Bonnet', 'aurelie.bonnet@credit-solognot.example', '+33199001215', 11, 290, 3, 10),
  c(16, 'Björn Ångström', 'bjorn@angstrom-energies.example', '+46701740605', 11, 175, 27, 11),
  c(17, 'Noémie Vasseur', 'noemie@vieux-pont.example', '+33639980117', 4, 610, 11, 12),
  c(18, 'Ömer Yıldız', 'omer.yildiz@courriel.example', '+33639980118', 7, 40, 40),
  c(19, '山田 花子', 'hanako.yamada@courriel.example', '+81312345678', 8, 88, 19),
  c(20, 'Gérard Ledoux', 'gerard.ledoux@courriel.example', undefined, 10, 900, 230),
  c(21, 'Agence 12/14', 'bonjour@agence1214.example', '+33199001221', 10, 430, 97),
  c(22, 'Charlotte Dumas', 'charlotte.dumas@courriel.example', '+33639980122', 9, 33, 1),
  c(23, "Maëlle L'Hostis", 'maelle.lhostis@courriel.example', '+33261910123', 6, 130, 52),
  c(24, 'Xavier O’Connor', 'xavier.oconnor@angstrom-energies.example', '+33639980124', 11, 66, 10, 11),
  c(25, 'Les Mariés de l’An II 💍', 'bureau@mariesan2.example', '+33639980125', 4, 205, 14),
  c(26, 'Victor Hébert', 'victor.hebert@credit-solognot.example', '+33199001226', 7, 350, 71, 10),
  c(27, 'Capucine Faure', 'capucine.faure@courriel.example', '+33639980127', 8, 18, 2),
  c(28, 'Dr Étienne Pasquier', 'e.pasquier@clinique-loire.example', '+33261910128', 9, 270, 24),
  c(29, 'Rosalie N’Guessan', 'rosalie.nguessan@courriel.example', '+33639980129', 5, 9),
  c(30, 'Michel Sans-Retour', 'michel@courriel.example', undefined, 11, 365),
]

function c(
  id: number,
  name: string,
  email: string,
  phone: string | undefined,
  commercial: number,
  first: number,
  last?: number,
  company?: number,
): SampleClient {
  return {
    ...{ id, name, email, commercial, first },
    ...(phone === undefined ? {} : { phone }),
    ...(last === undefined ? {} : { last }),
    ...(company === undefined ? {} : { company }),
  }
}
