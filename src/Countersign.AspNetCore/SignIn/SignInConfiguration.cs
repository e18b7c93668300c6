using System.Collections.Immutable;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.AspNetCore.SingleSignOn;

namespace Countersign.AspNetCore.SignIn;

/// <summary>How people sign in for a session.</summary>
public sealed record SignInConfiguration
{
    /// <summary>Whether the users of the store sign in with their passwords.</summary>
    public bool HasUsers { get; init; } = true;

    /// <summary>The one host that has the page, with its port where that is not the usual one; null when each has its own.</summary>
    public string? Host { get; init; }

    /// <summary>Who else signs people in, in the order of the page.</summary>
    public ImmutableArray<ProviderConfiguration> Providers { get; init; } = [];

    /// <summary>Whether users of the store prove more than their password.</summary>
    public SecondFactorRule SecondFactor { get; init; } = SecondFactorRule.Optional;

    /// <summary>The look and the words of the pages, with the name of the service.</summary>
    internal PageTheme Theme { get; init; } = PageTheme.BuiltIn;
}
