namespace Bishui.Rules.Cases;

/// <summary>What a case is about.</summary>
public enum CaseKind
{
    /// <summary>Readings beyond their limit (超标).</summary>
    Exceedance,

    /// <summary>A site that should report and does not (数据中断).</summary>
    Silence,
}

/// <summary>Where a case stands.</summary>
public enum CaseState
{
    /// <summary>登记: opened, not yet assigned.</summary>
    Registered,

    /// <summary>交办: given to a unit, which has not yet taken it on.</summary>
    Assigned,

    /// <summary>责任退回: the unit says that it is not its own; to be assigned anew.</summary>
    Refused,

    /// <summary>承办: the unit works on it.</summary>
    Handled,

    /// <summary>办结: the unit says that it is done; another one looks.</summary>
    Done,

    /// <summary>审核退回: looked at and sent back; the unit works on it again.</summary>
    SentBack,

    /// <summary>归档: closed.</summary>
    Archived,
}

/// <summary>How grave a case is; the order is the rank.</summary>
public enum CaseSeverity
{
    /// <summary>一般.</summary>
    Minor,

    /// <summary>较重.</summary>
    Serious,

    /// <summary>严重.</summary>
    Severe,
}

/// <summary>What a person decided about the readings of a case (人工认定).</summary>
public enum CaseVerdict
{
    /// <summary>They are what was in the water.</summary>
    Genuine,

    /// <summary>They are not: a mistake, a sample of something else.</summary>
    NotGenuine,

    /// <summary>The device was at fault.</summary>
    DeviceFault,
}
