using System.Collections.Immutable;

namespace Countersign.AspNetCore.Sessions;

/// <summary>How strong a sign-in was, by the methods that were used (RFC 8176).</summary>
internal static class SignInStrength
{
    /// <summary>The word for factors of two kinds.</summary>
    public const string Several = "mfa";

    /// <summary>What a demand for a strength (<c>acr</c>) may name: the provider's word, and <see cref="Several"/> where factors of two kinds were shown.</summary>
    public static ImmutableArray<string> Of(string? acr, ImmutableArray<string> methods)
    {
        var strong = methods.Contains(Several) || methods.Select(KindOf).Where(kind => kind is not null).Distinct().Count() > 1;
        return (acr, strong && acr != Several) switch
        {
            (null, false) => [],
            (null, true) => [Several],
            (_, false) => [acr],
            (_, true) => [acr, Several],
        };
    }

    /// <summary>Something known, had or been; null for what is none of these, such as that somebody was there.</summary>
    private static string? KindOf(string method) => method switch
    {
        "pwd" or "pin" or "kba" => "known",
        "otp" or "hwk" or "swk" or "sms" or "tel" or "sc" => "had",
        "fpt" or "face" or "iris" or "retina" or "vbm" => "been",
        _ => null,
    };
}
