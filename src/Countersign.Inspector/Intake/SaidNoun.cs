namespace Countersign.Inspector.Intake;

/// <summary>How much a noun tells of what stands behind it.</summary>
internal enum SaidNoun
{
    /// <summary>It is none of these.</summary>
    None,

    /// <summary>What follows is chosen by people: in quotes it may be anything.</summary>
    Password,

    /// <summary>What follows is given out by machines.</summary>
    Token,

    /// <summary>What follows may as well name something: it counts where it is made up by its looks.</summary>
    Key,

    /// <summary>What follows is compared: it counts where it is long, too, and is no address or name.</summary>
    Compared,
}
