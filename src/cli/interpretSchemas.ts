import { config } from 'zod';

// zod would compile each schema into code at its first use; a command uses most of them once, and that costs more.
config({ jitless: true });
