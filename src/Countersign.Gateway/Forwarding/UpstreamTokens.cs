using Countersign.AspNetCore.TokenExchanges;
using Countersign.Decisions;
using Countersign.Gateway.Hosting;
using Countersign.Schemes.Bearer;
using Countersign.Wire;

namespace Countersign.Gateway.Forwarding;

/// <summary>Gets the token for an upstream in the place of the presented one, or refuses the request that was admitted by it.</summary>
internal sealed class UpstreamTokens(TokenExchange exchange) : IDisposable
{
    /// <summary>The judgement with the new token in it, or turned into a refusal.</summary>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async ValueTask<Judgement> ExchangeAsync(Judgement admitted, CancellationToken cancel)
    {
        if (TokenOf(admitted) is not { } token)
            return Refuse(admitted, Refusal.IssuerUnavailable, "The request was admitted without a token that could be exchanged.");
        var reading = await exchange.ForAsync(token, admitted.Decision.Subject?.Claims?.Ends, cancel);
        if (reading.IsGood)
            return admitted with { Authorization = reading.Authorization };
        return reading.Refusal is { } refusal
            ? Refuse(admitted, Refusal.BearerTokenInvalid, refusal)
            : Refuse(admitted, Refusal.IssuerUnavailable, reading.Outage);
    }

    public void Dispose() => exchange.Dispose();

    private static string? TokenOf(in Judgement admitted)
    {
        var facts = admitted.Facts!;
        if (admitted.Decision.Scheme is BearerScheme bearer)
            return bearer.TokenOf(facts);
        return facts.Field("Authorization") is { } line ? CredentialsReader.Read(line).Credentials?.Token68 : null;
    }

    private static Judgement Refuse(in Judgement admitted, Refusal refusal, string? evidence)
    {
        var (scheme, subject) = (admitted.Decision.Scheme!, admitted.Decision.Subject);
        var verdict = Verdict.Refuse(refusal, evidence, subject?.Name);
        return admitted with
        {
            Decision = new() { Refusal = refusal, Subject = subject, Scheme = scheme, Verdict = verdict, SchemeVerdicts = [new(scheme.Id, verdict)], CredentialsPresented = true },
        };
    }
}
