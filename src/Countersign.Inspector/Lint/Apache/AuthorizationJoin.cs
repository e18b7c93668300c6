namespace Countersign.Inspector.Lint.Apache;

/// <summary>How rules are joined.</summary>
internal enum AuthorizationJoin
{
    /// <summary>It is one rule.</summary>
    None,

    /// <summary>None may refuse.</summary>
    All,

    /// <summary>One has to grant.</summary>
    Any,
}
