using System.Globalization;
using Countersign.Mint;

// Writes keys and tokens for bench/compare into a folder:  Countersign.Mint FOLDER TOKENS
var folder = args[0];
var many = int.Parse(args[1], CultureInfo.InvariantCulture);
const int Forged = 2000;

MintedKey[] keys = [new("RS256"), new("ES256"), new("ES384")];
Write("issuer.jwks", [$"{{\"keys\":[{string.Join(',', keys.Select(key => key.PublicJwk))}]}}"]);
foreach (var key in keys)
{
    Write($"{key.Name}.pem", [key.PublicPem]);
    Write($"{key.Name}.token", [key.Token("bench-0")]);
}

Write("rs256.tokens", Enumerable.Range(0, many).AsParallel().AsOrdered().Select(number => keys[0].Token($"many-{number}")));
Write("es384.forged", Enumerable.Range(0, Forged).Select(number => keys[2].ForgedToken($"forged-{number}")));

void Write(string name, IEnumerable<string> lines) => File.WriteAllLines(Path.Combine(folder, name), lines);
