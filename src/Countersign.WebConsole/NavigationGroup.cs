namespace Countersign.WebConsole;

/// <summary>Where a page stands in the navigation.</summary>
internal enum NavigationGroup
{
    /// <summary>The first page.</summary>
    Start,

    /// <summary>Requests, answers and tokens.</summary>
    Requests,

    /// <summary>The simulator and the exercises.</summary>
    Learn,

    /// <summary>The gateway.</summary>
    Gateway,
}
