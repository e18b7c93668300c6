namespace Countersign.AspNetCore.Doors;

/// <summary>Whether an application that has a door has put it into its pipeline.</summary>
internal sealed class DoorUse
{
    public bool IsUsed { get; set; }
}
