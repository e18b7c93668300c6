using System.Diagnostics.CodeAnalysis;

namespace Countersign.AspNetCore.TokenExchanges;

/// <summary>What came of an exchange: a token for the upstream, the issuer's no, or nobody's word.</summary>
internal sealed class ExchangeReading
{
    private ExchangeReading(string? authorization, string? refusal, string? outage) => (Authorization, Refusal, Outage) = (authorization, refusal, outage);

    /// <summary>The value of the Authorization field for the upstream.</summary>
    public string? Authorization { get; }

    /// <summary>Why the issuer takes the presented token no more, for the operator.</summary>
    public string? Refusal { get; }

    /// <summary>Why there is no token though the presented one may be good, for the operator: the issuer can't be asked, or refuses the gateway.</summary>
    public string? Outage { get; }

    [MemberNotNullWhen(true, nameof(Authorization))]
    public bool IsGood => Authorization is not null;

    public static ExchangeReading Good(string token) => new($"Bearer {token}", null, null);

    public static ExchangeReading Refused(string why) => new(null, why, null);

    public static ExchangeReading Unavailable(string why) => new(null, null, why);

    /// <summary>Nothing: the token is a secret.</summary>
    public override string ToString() => "***";
}
