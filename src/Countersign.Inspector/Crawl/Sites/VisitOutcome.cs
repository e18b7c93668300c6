namespace Countersign.Inspector.Crawl.Sites;

/// <summary>What became of asking for a place, as a stranger.</summary>
internal enum VisitOutcome
{
    /// <summary>It is there for everybody.</summary>
    Open,

    /// <summary>401.</summary>
    Unauthorized,

    /// <summary>403.</summary>
    Forbidden,

    /// <summary>407.</summary>
    ProxyUnauthorized,

    /// <summary>A redirect to a page to sign in.</summary>
    ToLogin,

    /// <summary>A redirect elsewhere that was not followed.</summary>
    Elsewhere,

    /// <summary>Anything else that has nothing to do with who asks: 404, 500.</summary>
    Other,

    /// <summary>Nothing came.</summary>
    NoAnswer,

    /// <summary>It was not asked for, and never will be.</summary>
    LeftOut,
}
