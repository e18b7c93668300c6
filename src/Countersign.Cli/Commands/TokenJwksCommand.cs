using System.CommandLine;
using Countersign.Gateway.TokenTools;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Cli.Commands;

/// <summary><c>token jwks</c>: the public halves of keys, as issuers publish them.</summary>
internal static class TokenJwksCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Keys: JWKs, JWK Sets, PEM keys or certificates; private ones give their public half alone.", Arity = ArgumentArity.ZeroOrMore };
        var fresh = TokenAlgorithms.OptionForOne("--new", "Make a new key of this algorithm.", algorithm => algorithm is { IsSupported: true, IsSymmetric: false });
        var keyId = new Option<string?>("--kid") { Description = "The kid of the one key; without it its own, or its thumbprint.", HelpName = "KID" };
        var privateOut = new Option<string?>("--private-out") { Description = "Keep the new private key in this new file, for its owner alone.", HelpName = "FILE" };
        var command = new CommandWithExamples(
            "jwks",
            "Write the public JWK Set of keys. Their thumbprints go to the standard error.",
            "countersign token jwks test-key.jwk > keys.json",
            "countersign token jwks login.pem certificate.pem",
            "countersign token jwks --new ES256 --private-out test-key.jwk > keys.json")
        {
            files, fresh, keyId, privateOut,
        };
        command.Validators.Add(result =>
        {
            var count = result.GetResult(files)?.Tokens.Count ?? 0;
            if (count > 0 == result.Has(fresh))
                result.AddError("Whose keys? Name files, or make a new one by --new ALG.");
            else if (result.Has(fresh) != result.Has(privateOut))
                result.AddError("--new and --private-out go together: the private half of a new key would be lost, and others have a file already.");
            else if (count > 1 && result.Has(keyId))
                result.AddError("--kid names one key; there are several files.");
        });
        command.SetAction(parsed =>
        {
            var error = parsed.InvocationConfiguration.Error;
            var keys = parsed.GetValue(fresh) is { } algorithm
                ? [Create(JwsAlgorithm.Find(algorithm)!, parsed.GetValue(keyId), parsed.GetRequiredValue(privateOut)!)]
                : Read(parsed.GetValue(files)!, parsed.GetValue(keyId), error);
            foreach (var key in keys)
                error.WriteLine($"{key.Key.Thumbprint}  {key.Key.KeyType}{(key.Key.Curve is { } curve ? $" {curve}" : "")}  {key.Source}");
            Write(keys);
            return 0;
        });
        return command;
    }

    private static LocalKey Create(JwsAlgorithm algorithm, string? keyId, string file)
    {
        var key = SigningKey.Create(algorithm, keyId);
        KeyFiles.WritePrivate(file, key);
        return LocalKeys.PublicOf(key) with { Source = file };
    }

    /// <exception cref="CommandFailure">Not all of them can be used: half a set would lock somebody out.</exception>
    private static List<LocalKey> Read(string[] files, string? keyId, TextWriter error)
    {
        var keys = new List<LocalKey>();
        var isWhole = true;
        foreach (var file in files)
        {
            keys.AddRange(LocalKeys.ReadPublic(KeyFiles.Read(file), file, keyId, out var problems));
            foreach (var problem in problems)
                error.WriteLine($"countersign: {problem}");
            isWhole &= problems.IsEmpty;
        }

        return isWhole ? keys : throw new CommandFailure("not all keys can be used, so that no set was written.");
    }

    private static void Write(IEnumerable<LocalKey> keys) => CommandJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("keys");
        foreach (var key in keys)
            key.Jwk.WriteTo(json);
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
