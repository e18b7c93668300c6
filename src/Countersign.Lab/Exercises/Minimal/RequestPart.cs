namespace Countersign.Lab.Exercises.Minimal;

/// <summary>What of a request an edit changes.</summary>
internal enum RequestPart
{
    /// <summary>The method.</summary>
    Method,

    /// <summary>The path.</summary>
    Place,

    /// <summary>A parameter of the query.</summary>
    Query,

    /// <summary>A field.</summary>
    Field,

    /// <summary>A member of a JSON object.</summary>
    Member,

    /// <summary>Content that has no members.</summary>
    Content,
}
