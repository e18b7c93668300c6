namespace Countersign.Inspector.Logs.Classes;

/// <summary>What refusals may have in common.</summary>
internal enum LogDimension
{
    Name,
    Address,
    Agent,
    Node,
    Area,
}
