using Countersign.Ports;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;

namespace Countersign.Lab.Simulator.Provider.Registrations;

/// <summary>A JWT by which a client shows itself (RFC 7523 §2.2).</summary>
internal static class ClientAssertion
{
    /// <summary>The <c>client_assertion_type</c> that there is.</summary>
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Whose it is by what it says, which nobody has verified yet; null where it says nothing.</summary>
    public static string? ClientOf(string assertion) => JwsReader.Read(assertion).Token is { } signed ? JwtClaimsReader.Read(signed, out _)?.Subject : null;

    /// <summary>What is wrong with it (RFC 7523 §3); null for nothing. It counts once.</summary>
    public static async ValueTask<string?> FaultAsync(RegisteredClient client, string assertion, SimulatedRequest request, CancellationToken cancel)
    {
        if (client.Keys is not { } keys)
            return $"The client {client.Id} has registered no keys.";
        var place = ProviderPlace.Of(request);
        var rules = new TokenRules
        {
            Audiences = [place.Issuer, place.At("token"), place.Origin + request.Context.Request.Path],
            Types = ["JWT", "client-authentication+jwt"],
            Required = ["sub", "jti"],
            Leeway = TimeSpan.Zero,
        };
        var judgement = await new TokenVerifier([new(client.Id, new FixedIssuerKeys(keys), rules)], NothingRevoked.Instance, request.State.Clock).VerifyAsync(assertion, default, cancel);
        if (judgement.Token is not { } token || !judgement.IsGood)
            return judgement.Failures is [var first, ..] ? $"The assertion fails by its {first.Check}. {first.Evidence}" : "The assertion is no JWT of this client.";
        if (token.Claims.Subject != client.Id)
            return "The sub of the assertion is not the client (RFC 7523 §3).";
        return await request.State.Provider.Proofs.TryUseAsync($"assertion of {client.Id}", token.Claims.Id!, token.Claims.ExpiresAt?.ToTime() ?? DateTimeOffset.MaxValue, cancel) == ReplayOutcome.Fresh
            ? null
            : "The assertion was used before (RFC 7523 §3).";
    }

    private sealed class NothingRevoked : IRevocations
    {
        public static NothingRevoked Instance { get; } = new();

        public bool IsReadable => true;

        public string? Find(in TokenNames token) => null;
    }
}
