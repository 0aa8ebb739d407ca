export { main } from '../target/main.ts';
