import { createServer } from 'node:http';

const greeting = process.env.GREETING ?? 'Hello from Sluice!';

const server = createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${greeting}\n`);
});

server.listen(process.env.PORT, () => console.log(`listening on ${process.env.PORT}`));

// The platform says when to stop; requests under way are answered first.
process.on('SIGTERM', () => {
  server.close();
  server.closeIdleConnections();
});
