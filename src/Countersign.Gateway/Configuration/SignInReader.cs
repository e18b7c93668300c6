using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.AspNetCore.Words;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads <c>sign-in</c>.</summary>
internal static class SignInReader
{
    private const int LongestService = 100;

    public static SignInConfiguration? Read(SectionReader top)
    {
        if (top.Section("sign-in") is not { } section)
            return null;
        return new SignInConfiguration
        {
            HasUsers = section.Choice("users", "store") == "store",
            Host = Host(section),
            Providers = ProviderReader.Read(section),
            SecondFactor = section.Choice("second-factor", "optional") switch
            {
                "required" => SecondFactorRule.Required,
                "off" => SecondFactorRule.Off,
                _ => SecondFactorRule.Optional,
            },
            Theme = ThemeReader.Read(section) with { Service = Service(section) },
        };
    }

    /// <summary>A session has to begin somewhere.</summary>
    public static void Check(GatewayConfiguration gateway, Action<string, string, string, string?> report)
    {
        if (gateway.SignIn is null && gateway.Schemes.OfType<SessionConfiguration>().FirstOrDefault() is { } session)
            report($"schemes.{session.Id}", "session-without-sign-in", $"nobody can begin a session of '{session.Id}': there is no 'sign-in'", "write sign-in: { users: store } to have the users of the store sign in at /.countersign/login");
        if (gateway.SignIn?.Host is { } host && gateway.Routes.All(route => HostPattern.Parse(route.Match.Host).IsAny))
            report("sign-in.host", "sign-in-host-alone", $"no other host than {host} is known: no route names one", "name the hosts in the routes (match: { host: app.example.org }), since people are sent back to those alone, or leave 'host' out");
    }

    private static string? Host(SectionReader section)
    {
        if (section.Text("host") is not { } host)
            return null;
        if (ValueRules.IsAuthority(host) && !host.Contains('*', StringComparison.Ordinal))
            return host.ToLowerInvariant();
        section.Report("host", "bad-host", $"{section.Shown("host")} is not the name of a host", "write it as it stands in addresses, such as login.example.org");
        return null;
    }

    private static string? Service(SectionReader section)
    {
        if (section.Text("service") is not { } service)
            return null;
        if (service.Length <= LongestService && !service.Any(char.IsControl))
            return service;
        section.Report("service", "bad-service", "'service' is too long for a title, or has control characters", "write the name that people know, of 100 characters at most");
        return null;
    }
}
