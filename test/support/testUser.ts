/** For registries of tests: a user, and the line of an htpasswd file (bcrypt) that lets it in. */
export const testUser = { username: 'anna', password: 'secret' };
export const testUserLine = 'anna:$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n';
