namespace Countersign.WebConsole.Ports;

/// <summary>What the console sees of a gateway, and may do to it.</summary>
internal interface IGatewayView
{
    /// <summary>What a person knows it by, such as the name of its configuration.</summary>
    string Name { get; }

    /// <summary>Its decisions.</summary>
    ILiveDecisions Decisions { get; }

    /// <summary>What it tells of refused requests.</summary>
    IExplanations Explanations { get; }

    /// <summary>Its routes.</summary>
    IRouteBook Routes { get; }

    /// <summary>The users, keys and sessions of its store.</summary>
    IPeopleRegister People { get; }

    /// <summary>How it is.</summary>
    IGatewayHealth Health { get; }
}
