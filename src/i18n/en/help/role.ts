import type { CommandHelp } from '../../command-help.ts'

/** Roles and their permissions. */
export const role = {
  'role list': {
    summary: 'List roles',
    examples: [{ caption: 'List all roles', run: 'role list' }],
    next: ['role view support', 'role permissions'],
  },
  'role view': {
    summary: 'Show a role and its permissions',
    examples: [
      { caption: 'Show the role support', run: 'role view support' },
      { caption: 'Show role 3', run: 'role view 3' },
    ],
    next: ['role permissions'],
  },
  'role create': {
    summary: 'Create a role',
    description: 'A new role has no permissions, or with --like those of another role. Grant more with role grant.',
    examples: [
      { caption: 'Create a role for trainees', run: 'role create -n trainee' },
      { caption: 'Create a role that begins with what support may do', run: 'role create -n stagehand --like support' },
    ],
    notes: ['With --like, you also need the permission role:assign.'],
    next: ['role grant'],
  },
  'role update': {
    summary: 'Rename a role',
    description: 'The default roles (management, commercial and support) cannot be renamed.',
    examples: [{ caption: 'Rename the role trainee', run: 'role update trainee -n apprentice' }],
    next: ['role list'],
  },
  'role delete': {
    summary: 'Delete a role that no user has',
    examples: [{ caption: 'Delete the role trainee without a confirmation', run: 'role delete trainee --yes' }],
    next: ['user list'],
  },
  'role grant': {
    summary: 'Grant permissions to a role',
    description: 'Takes effect with the next command of every user who has the role.',
    examples: [{ caption: 'Let the role support list the audit log', run: 'role grant support audit:list' }],
    notes: [
      'A role that can create, update or delete records must also be able to view them: grant both permissions together.',
    ],
    next: ['role permissions', 'role revoke'],
  },
  'role revoke': {
    summary: 'Revoke permissions from a role',
    description: 'Takes effect with the next command of every user who has the role.',
    examples: [{ caption: 'Revoke audit:list from the role support', run: 'role revoke support audit:list' }],
    notes: ['The role management always keeps role:assign: without it, nobody could grant permissions.'],
    next: ['role view support'],
  },
  'role permissions': {
    summary: 'List all permissions',
    description: 'Shows what each permission allows, and which roles have it.',
    examples: [{ caption: 'List all permissions', run: 'role permissions' }],
    next: ['role grant'],
  },
} satisfies Record<string, CommandHelp>
