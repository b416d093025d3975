import type { CommandHelp } from '../../help.ts'

/** Roles and their permissions. */
export const role = {
  'role list': {
    summary: 'List the roles',
    examples: [{ say: 'All roles', run: 'role list' }],
    next: ['role view support', 'role permissions'],
  },
  'role view': {
    summary: 'Show a role and its permissions',
    examples: [
      { say: 'By name', run: 'role view support' },
      { say: 'By id', run: 'role view 3' },
    ],
    next: ['role permissions'],
  },
  'role create': {
    summary: 'Create a role',
    description: 'It has no permissions yet.',
    examples: [{ say: 'A role for trainees', run: 'role create -n trainee' }],
    next: ['role grant'],
  },
  'role update': {
    summary: 'Rename a role',
    description: 'The roles management, commercial and support keep their names.',
    examples: [{ say: 'A better name', run: 'role update trainee -n apprentice' }],
    next: ['role list'],
  },
  'role delete': {
    summary: 'Delete a role that nobody has',
    examples: [{ say: 'In a script', run: 'role delete trainee --yes' }],
    next: ['user list'],
  },
  'role grant': {
    summary: 'Give a role permissions',
    description: 'Takes effect with the next command of everybody who has the role.',
    examples: [{ say: 'Let support see the audit log', run: 'role grant support audit:list' }],
    notes: ['Who may write must be able to view: give both at once.'],
    next: ['role permissions', 'role revoke'],
  },
  'role revoke': {
    summary: 'Take permissions from a role',
    description: 'Takes effect with the next command of everybody who has the role.',
    examples: [{ say: 'Take it back', run: 'role revoke support audit:list' }],
    notes: ['Management never loses role:assign: nobody could give it back.'],
    next: ['role view support'],
  },
  'role permissions': {
    summary: 'List all permissions there are',
    description: 'Each code, what it allows, and which roles hold it.',
    examples: [{ say: 'All codes', run: 'role permissions' }],
    next: ['role grant'],
  },
} satisfies Record<string, CommandHelp>
