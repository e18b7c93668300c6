using System.CommandLine;
using Countersign.Gateway.TokenTools;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Cli.Commands;

/// <summary><c>token mint</c>: test tokens by a key of one's own.</summary>
internal static class TokenMintCommand
{
    private const string UsualExpiry = "5m";

    public static Command Create()
    {
        var key = new Option<string?>("--key") { Description = "The private key that signs, as JWK or PEM.", HelpName = "FILE" };
        var fresh = TokenAlgorithms.OptionForOne("--new-key", "Make a new key of this algorithm instead.", algorithm => algorithm.IsSupported);
        var keyOut = new Option<string?>("--key-out") { Description = "Keep the new key in this new file, for its owner alone.", HelpName = "FILE" };
        var algorithm = TokenAlgorithms.OptionForOne("--algorithm", "What the key of --key signs by, when it does not say so itself.", _ => true);
        var keyId = new Option<string?>("--kid") { Description = "The kid of the header; without it the key's own, which of PEM is its thumbprint.", HelpName = "KID" };
        var claims = new ClaimOptions();
        var command = new CommandWithExamples(
            "mint",
            "Make a token for tests, signed by a local key, and print it. No gateway takes it that does not trust the key.",
            "countersign token mint --new-key ES256 --key-out test-key.jwk --issuer https://login.example --audience https://api.example --subject anna > token.txt",
            "countersign token mint --key test-key.jwk --issuer https://login.example --subject anna --scope orders.read --claim 'roles=[\"admin\"]'",
            "countersign token mint --key test-key.jwk --issuer https://login.example --subject anna --expires=-1h    # one that has expired",
            "countersign token mint --key login.pem --algorithm RS256 --issuer https://login.example --subject anna")
        {
            key, fresh, keyOut, algorithm, keyId,
            claims.Issuer, claims.Audiences, claims.Subject, claims.Client, claims.Scopes, claims.Expires, claims.NotBefore, claims.Others, claims.Type,
        };
        command.Validators.Add(result =>
        {
            if (result.Has(key) == result.Has(fresh))
                result.AddError("A token is signed by one key: give --key FILE or --new-key ALG.");
            else if (result.Has(key) && result.Has(keyOut))
                result.AddError("--key-out keeps a new key; --key has a file already.");
        });
        command.SetAction(parsed =>
        {
            var order = claims.Read(parsed);
            var signer = parsed.GetValue(key) is { } file
                ? Read(file, parsed.GetValue(algorithm), parsed.GetValue(keyId))
                : SigningKey.Create(JwsAlgorithm.Find(parsed.GetRequiredValue(fresh)!)!, parsed.GetValue(keyId));
            if (parsed.GetValue(keyOut) is { } kept)
                KeyFiles.WritePrivate(kept, signer);
            else if (parsed.GetValue(fresh) is not null)
                parsed.InvocationConfiguration.Error.WriteLine("The key is not kept: nobody can verify the token. --key-out FILE keeps it.");
            parsed.InvocationConfiguration.Output.WriteLine(TokenMint.Write(signer, order, TimeProvider.System.GetUtcNow()));
            return 0;
        });
        return command;
    }

    private static SigningKey Read(string file, string? algorithm, string? keyId) =>
        LocalKeys.ReadSigner(KeyFiles.Read(file), algorithm is null ? null : JwsAlgorithm.Find(algorithm), keyId, out var problem)
            ?? throw new CommandFailure($"{file}: {problem}");

    /// <summary>What the token is to say.</summary>
    private sealed class ClaimOptions
    {
        public Option<string?> Issuer { get; } = new("--issuer") { Description = "iss: who made it.", HelpName = "ISS" };

        public Option<string[]> Audiences { get; } = new("--audience") { Description = "aud: for whom; may be repeated.", HelpName = "AUD" };

        public Option<string?> Subject { get; } = new("--subject") { Description = "sub: about whom.", HelpName = "SUB" };

        public Option<string?> Client { get; } = new("--client") { Description = "client_id: to which client it was given.", HelpName = "ID" };

        public Option<string[]> Scopes { get; } = new("--scope") { Description = "scope: what it may be used for; may be repeated.", HelpName = "SCOPE" };

        public Option<string?> Expires { get; } = TimeOptions.Length("--expires", $"exp: how long it counts ({UsualExpiry}); --expires=-1h for one that has expired.", mayBeNegative: true);

        public Option<string?> NotBefore { get; } = TimeOptions.Length("--not-before", "nbf: in what time it begins to count.", mayBeNegative: true);

        public Option<string[]> Others { get; } = new Option<string[]>("--claim") { Description = "Any claim as JSON, also instead of one above: 'roles=[\"admin\"]', 'acr=\"mfa\"'; may be repeated.", HelpName = "NAME=JSON" }
            .Checked(text => TokenMint.ReadClaim(text) is null ? "--claim is NAME=JSON; a text has quotes of its own: --claim 'acr=\"mfa\"'." : null);

        public Option<string?> Type { get; } = new("--type") { Description = "typ of the header (at+jwt); an empty one leaves it out.", HelpName = "TYP" };

        public MintOrder Read(ParseResult parsed)
        {
            var usual = new MintOrder();
            return new()
            {
                Issuer = parsed.GetValue(Issuer),
                Audiences = [.. parsed.GetValue(Audiences) ?? []],
                Subject = parsed.GetValue(Subject),
                Client = parsed.GetValue(Client),
                Scopes = [.. parsed.GetValue(Scopes) ?? []],
                Expires = TimeOptions.LengthOf(parsed.GetValue(Expires)) ?? usual.Expires,
                NotBefore = TimeOptions.LengthOf(parsed.GetValue(NotBefore)),
                Type = parsed.GetValue(Type) ?? usual.Type,
                Claims = [.. (parsed.GetValue(Others) ?? []).Select(text => TokenMint.ReadClaim(text)!.Value)],
            };
        }
    }
}
