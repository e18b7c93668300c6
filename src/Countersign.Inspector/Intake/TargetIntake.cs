using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Intake;

/// <summary>Takes secrets out of addresses: userinfo, and parameters of query and fragment.</summary>
/// <param name="credentials">Reads credentials.</param>
internal sealed class TargetIntake(CredentialsIntake credentials)
{
    /// <summary>The address as it may be shown, and what was in it.</summary>
    public (string Shown, ImmutableArray<PresentedCredentials> Found) Take(string target)
    {
        var found = ImmutableArray.CreateBuilder<PresentedCredentials>();
        var shown = TakeParameters(TakeParameters(TakeUserinfo(target, found), '?', found), '#', found);
        return (shown, found.DrainToImmutable());
    }

    private string TakeUserinfo(string target, ImmutableArray<PresentedCredentials>.Builder found)
    {
        var start = target.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
            return target;
        start += 3;
        var end = target.AsSpan(start).IndexOfAny("/?#");
        var authority = end < 0 ? target[start..] : target[start..(start + end)];
        var at = authority.LastIndexOf('@');
        if (at < 0)
            return target;
        found.Add(credentials.OfValue(CredentialsPlace.Userinfo, "userinfo", authority[..at]));
        return $"{target[..start]}***@{target[(start + at + 1)..]}";
    }

    private string TakeParameters(string target, char mark, ImmutableArray<PresentedCredentials>.Builder found)
    {
        var start = target.IndexOf(mark, StringComparison.Ordinal);
        if (start < 0)
            return target;
        var end = mark == '?' && target.IndexOf('#', start) is > 0 and var fragment ? fragment : target.Length;
        var parts = target[(start + 1)..end].Split('&');
        for (var i = 0; i < parts.Length; i++)
        {
            var equals = parts[i].IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !SecretNames.IsParameter(Uri.UnescapeDataString(parts[i][..equals])))
                continue;
            found.Add(credentials.OfValue(CredentialsPlace.Query, parts[i][..equals], Uri.UnescapeDataString(parts[i][(equals + 1)..])));
            parts[i] = $"{parts[i][..equals]}=***";
        }

        return target[..(start + 1)] + string.Join('&', parts) + target[end..];
    }
}
