using Countersign.AspNetCore.SignIn.Pages;
using Countersign.AspNetCore.Words;

namespace Countersign.AspNetCore.Doors;

/// <summary>Finds what is wrong with the sessions of a door, and with its providers.</summary>
internal static class SessionRules
{
    private const int LongestService = 100;

    /// <summary>What is wrong.</summary>
    /// <param name="session">What the application wants.</param>
    /// <param name="folder">Where paths in it begin.</param>
    public static IEnumerable<string> Faults(SessionSchemeOptions session, string folder)
    {
        if (session.Idle < TimeSpan.FromSeconds(1) || session.Lifetime < TimeSpan.FromSeconds(1))
            yield return "its sessions are over before anybody could do anything in them: Idle and Lifetime are a second at least";
        if (session.Remember < TimeSpan.Zero || session.Grace < TimeSpan.Zero)
            yield return "Remember and Grace can't be negative";
        foreach (var origin in session.Origins.Where(text => !ValueRules.IsOrigin(text)))
            yield return $"'{origin}' is not an origin: write scheme://host[:port] without a slash at the end";
        if (session is { StoreUsers: false, Providers.Count: 0 })
            yield return "nobody can sign in: take the users of the store, or add a provider";
        if (session.Service is { } service && (service.Length > LongestService || service.Any(char.IsControl)))
            yield return $"the name of the service is longer than {LongestService} characters, or has control characters";
        if (session.Theme is { } theme)
        {
            foreach (var fault in ThemeFolder.Read(Path.GetFullPath(theme, folder), PageTheme.BuiltIn).Faults)
                yield return fault;
        }

        foreach (var twice in session.Providers.GroupBy(provider => provider.Name, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
            yield return $"the provider '{twice.Key}' is added twice";
        foreach (var provider in session.Providers)
        {
            foreach (var fault in ProviderRules.Faults(provider))
                yield return $"the provider '{provider.Name}': {fault}";
        }
    }
}
