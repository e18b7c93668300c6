namespace Countersign.Cli.Inspecting;

/// <summary>Who asks.</summary>
internal enum ClientKind
{
    /// <summary>A program that answers challenges, as <c>countersign request</c> does.</summary>
    Program,

    /// <summary>A person's browser that goes to a page.</summary>
    Browser,

    /// <summary>A script of a page.</summary>
    Fetch,

    /// <summary>A crawler: it has no credentials, keeps no cookies, and reads robots.txt first.</summary>
    Crawler,
}
