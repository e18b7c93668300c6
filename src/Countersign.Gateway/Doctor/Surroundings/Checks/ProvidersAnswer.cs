using System.Collections.Immutable;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class ProvidersAnswer : ISurroundingsCheck
{
    private static readonly CheckRow Row = new(
        "providers/answer",
        "Each provider of sign-in: its metadata, whether they name the issuer as configured, the addresses that are needed, its keys.",
        "The button of the provider leads to a page that says that it can't be reached.");

    private static readonly CheckRow Clocks = new(
        "providers/clock",
        "The Date of each provider's answers against this machine's clock.",
        "Its tokens are taken for too old, or for not valid yet, and everybody is sent back from there.");

    public ImmutableArray<CheckRow> Rows => [Row, Clocks];

    public async Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel)
    {
        var found = new List<Finding>();
        foreach (var provider in place.Configuration.SignIn?.Providers ?? [])
            found.AddRange(await LookAsync(provider, place, cancel));
        return found;
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(ProviderConfiguration provider, ConfiguredPlace place, CancellationToken cancel)
    {
        if (provider.Issuer is { } issuer && (provider.IsOpenId || provider.AuthorizationEndpoint is null || provider.TokenEndpoint is null))
        {
            return await new IssuerQuestion(provider.Name, issuer)
            {
                Metadata = provider.Metadata,
                JwksUri = provider.JwksUri,
                Authorities = provider.Authorities,
                Authorization = provider.AuthorizationEndpoint,
                Token = provider.TokenEndpoint,
                IsProvider = true,
            }.AskAsync(Row, Clocks, place.Clock, cancel);
        }

        return [await Connection.WhyNotAsync(provider.TokenEndpoint!, provider.Authorities, cancel) is { } why
            ? Row.Fault($"{provider.Name} can't be reached at {provider.TokenEndpoint!.Authority}: {why}.", "Correct `token-endpoint`, or see to the network.")
            : Row.Ok($"{provider.Name} takes connections at {provider.TokenEndpoint!.Authority}.")];
    }
}
