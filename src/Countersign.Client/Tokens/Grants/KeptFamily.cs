using System.Runtime.InteropServices;
using Countersign.Client.Failures;
using Countersign.Client.Tokens.Stores;

namespace Countersign.Client.Tokens.Grants;

/// <summary>What a store has under a name, as far as one token endpoint may see it.</summary>
/// <param name="Family">The family; null where there is none that can be read, or it is of another endpoint or client.</param>
/// <param name="Version">The version of what is there; null for nothing.</param>
/// <param name="Seed">The mark of the token of the configuration with which it began.</param>
/// <param name="Fault">Why what is there can't be used; null for no fault.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeptFamily(TokenFamily? Family, string? Version, string? Seed, string? Fault)
{
    /// <summary>Why nothing can be refreshed; null when it can.</summary>
    public Failure? WhyNoRefresh
    {
        get
        {
            if (Fault is not null)
                return new(FailureReason.SignInNeeded, Fault);
            return Family is null ? new(FailureReason.SignInNeeded, "Nobody has signed in yet.") : Family.RefreshToken is null ? new(FailureReason.SignInNeeded) : null;
        }
    }

    public static async Task<KeptFamily> ReadAsync(ITokenStore store, string name, TokenEndpoint endpoint, CancellationToken cancel)
    {
        try
        {
            var family = await store.ReadAsync(name, cancel);
            return family is null || (family.Endpoint == endpoint.Url && family.ClientId == endpoint.ClientId)
                ? new(family, family?.Version, family?.Seed, null)
                : new(null, family.Version, family.Seed, "The tokens kept are of another token endpoint or client.");
        }
        catch (UnreadableTokensException unreadable)
        {
            return new(null, unreadable.Version, null, unreadable.Message);
        }
    }
}
