namespace Countersign.Gateway.Doctor.Address;

/// <summary>One question about what an address answered.</summary>
internal interface IAddressCheck
{
    CheckRow Row { get; }

    /// <summary>What is found; nothing where there is nothing to ask about.</summary>
    IEnumerable<Finding> Judge(AddressFacts facts);
}
