namespace Countersign.WebConsole.Ports;

/// <summary>Who asks.</summary>
internal enum Asker
{
    /// <summary>A program with the client.</summary>
    Program,

    /// <summary>A person's browser.</summary>
    Browser,

    /// <summary>A script of a page.</summary>
    Script,

    /// <summary>A crawler.</summary>
    Crawler,
}
