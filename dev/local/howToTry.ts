import type { LocalMailgrant } from './startMailgrant.ts';

/** Commands for a shell that register an app with the local Graph, tag it, and show what comes of it. */
export function howToTry({ app, graph, control, caFile }: LocalMailgrant['addresses']): string {
  const field = (name: string) => `node -p 'JSON.parse(fs.readFileSync(0)).${name}'`;
  return `token=$(curl -s --cacert '${caFile}' ${control}token \\
  -d '{"principal":"Ben Developer","resource":"https://graph.microsoft.com"}' | ${field('access_token')})
ben() { curl -s --cacert '${caFile}' -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@"; }
app=$(ben ${graph}/v1.0/applications -d '{"displayName":"My Robot"}' | ${field('appId')}); sleep 1
ben ${graph}/v1.0/servicePrincipals -d '{"appId":"'$app'"}'; sleep 1
ben -X PATCH "${graph}/v1.0/applications(appId='$app')" -d '{"tags":["mailgrant"]}'; sleep 6
curl ${app}/operations`;
}
