using System.Collections.Immutable;

namespace Countersign.Inspector.Crawl.Sites;

/// <summary>What came of asking for a place. There are no secrets in it.</summary>
internal sealed record Visit
{
    /// <summary>What became of it, for a stranger.</summary>
    public VisitOutcome Outcome { get; init; }

    /// <summary>The status of the last answer to a stranger; 0 without one.</summary>
    public int Status { get; init; }

    /// <summary>The status that somebody with the credentials sees; 0 where nobody tried.</summary>
    public int SignedInStatus { get; init; }

    /// <summary>Where a redirect leads to, as it may be shown.</summary>
    public string? Location { get; init; }

    /// <summary>The media type.</summary>
    public string? MediaType { get; init; }

    /// <summary>The lines of WWW-Authenticate, or of Proxy-Authenticate for 407.</summary>
    public ImmutableArray<string> Challenges { get; init; } = [];

    /// <summary>Why there is no answer, or nothing was asked.</summary>
    public string? Trouble { get; init; }

    /// <summary>Whether it lies in a private network.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Whether it is a page of HTML.</summary>
    public bool IsHtml { get; init; }

    /// <summary>Whether it asks for a password.</summary>
    public bool AsksForPassword { get; init; }

    /// <summary>What stays the same of a page from address to address: its title and links; null for anything else.</summary>
    public string? Likeness { get; init; }

    /// <summary>Whether a shared cache has answered.</summary>
    public bool IsFromCache { get; init; }

    /// <summary>Whether strangers are refused.</summary>
    public bool IsRefused => Outcome is VisitOutcome.Unauthorized or VisitOutcome.Forbidden or VisitOutcome.ProxyUnauthorized or VisitOutcome.ToLogin;

    /// <summary>Whether whoever has the credentials gets in.</summary>
    public bool IsOpenSignedIn => SignedInStatus is >= 200 and < 300;
}
